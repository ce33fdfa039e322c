import { CloudFormationError } from '../cloudformation/CloudFormationError';
import { readDeclaration } from '../engines/declarations';
import { invalidParameters } from '../errors';
import { OperationContext } from '../context';
import { Product, ProvisioningArtifact } from '../state/entities';
import { artifactProperties } from '../validation/members';
import { Infer } from '../validation/shapes';
import { isEngineType } from './productTypes';

/**
 * Makes a version out of what a caller sends: loads its template and has it parsed, as AWS does. What an engine
 * provisions is loaded and not checked. The version is not added to the state yet.
 */
export async function createArtifact(
  { world, newId, now, loadArtifact }: OperationContext,
  product: Pick<Product, 'id' | 'type'>,
  properties: Infer<typeof artifactProperties>,
): Promise<ProvisioningArtifact> {
  const { Type = product.type, Info = {} } = properties;
  if (Type !== product.type) {
    throw invalidParameters(
      `A product of type ${product.type} cannot have a provisioning artifact of type ${Type}.`,
    );
  }
  const url = Info.LoadTemplateFromURL;
  if (url === undefined || Object.keys(Info).length !== 1) {
    throw invalidParameters(
      'Info must have LoadTemplateFromURL and nothing else: this emulator does not support ImportFromPhysicalId.',
    );
  }
  const bytes = await loadArtifact(url);
  return {
    id: newId('pa'),
    productId: product.id,
    name: properties.Name,
    description: properties.Description ?? '',
    type: Type,
    createdTime: now,
    active: true,
    guidance: 'DEFAULT',
    templateDigest: isEngineType(Type)
      ? world.addDeclaration(readDeclaration(bytes))
      : addTemplate(world, bytes.toString('utf8')),
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
