import { CloudFormationError } from '../cloudformation/CloudFormationError';
import { invalidParameters } from '../errors';
import { OperationContext } from '../context';
import { ProvisioningArtifact } from '../state/entities';
import { artifactProperties } from '../validation/members';
import { Infer } from '../validation/shapes';

/**
 * Makes a version out of what a caller sends: loads its template and has it parsed, as AWS does.
 * The version is not added to the state yet.
 */
export async function createArtifact(
  { world, newId, now, loadTemplate }: OperationContext,
  productId: string,
  properties: Infer<typeof artifactProperties>,
): Promise<ProvisioningArtifact> {
  const { Type = 'CLOUD_FORMATION_TEMPLATE', Info = {} } = properties;
  if (Type !== 'CLOUD_FORMATION_TEMPLATE') {
    throw invalidParameters(
      `Provisioning artifacts of type ${Type} are not supported by this emulator.`,
    );
  }
  const url = Info.LoadTemplateFromURL;
  if (url === undefined || Object.keys(Info).length !== 1) {
    throw invalidParameters(
      'Info must have LoadTemplateFromURL and nothing else: this emulator does not support ImportFromPhysicalId.',
    );
  }
  const text = await loadTemplate(url);
  return {
    id: newId('pa'),
    productId,
    name: properties.Name,
    description: properties.Description ?? '',
    type: Type,
    createdTime: now,
    active: true,
    guidance: 'DEFAULT',
    templateDigest: addTemplate(world, text),
    templateUrl: url,
  };
}

function addTemplate(world: OperationContext['world'], text: string): string {
  try {
    return world.addTemplate(text);
  } catch (error) {
    if (error instanceof CloudFormationError) {
      throw invalidParameters(
        `Invalid templateBody. Please make sure that your template is valid. ${error.message}`,
      );
    }
    throw error;
  }
}
