import { CloudFormationError } from '../cloudformation/CloudFormationError';
import { readDeclaration } from '../engines/declarations';
import { invalidParameters } from '../errors';
import { OperationContext } from '../context';
import { Product, ProvisioningArtifact } from '../state/entities';
import { artifactProperties } from '../validation/members';
import { Infer } from '../validation/shapes';
import { stackOfAccount } from '../stacks/stackView';
import { isEngineType, requireCloudFormation } from './productTypes';

/**
 * Makes a version out of what a caller sends: loads its template and has it parsed, as AWS does. What an engine
 * provisions is loaded and not checked. The version is not added to the state yet.
 */
export async function createArtifact(
  context: OperationContext,
  product: Pick<Product, 'id' | 'type'>,
  properties: Infer<typeof artifactProperties>,
): Promise<ProvisioningArtifact> {
  const { newId, now } = context;
  const { Type = product.type, Info = {} } = properties;
  if (Type !== product.type) {
    throw invalidParameters(
      `A product of type ${product.type} cannot have a provisioning artifact of type ${Type}.`,
    );
  }
  const { LoadTemplateFromURL: url, ImportFromPhysicalId: stackId } = Info;
  if ((url ?? stackId) === undefined || Object.keys(Info).length !== 1) {
    throw invalidParameters(
      'Info must have either LoadTemplateFromURL or ImportFromPhysicalId, and nothing else.',
    );
  }
  return {
    id: newId('pa'),
    productId: product.id,
    name: properties.Name,
    description: properties.Description ?? '',
    type: Type,
    createdTime: now,
    active: true,
    guidance: 'DEFAULT',
    templateDigest:
      stackId === undefined
        ? await loadedTemplate(context, url, Type)
        : importedTemplate(context, stackId, product),
    templateUrl: url,
    importedFrom: stackId,
  };
}

async function loadedTemplate(
  { world, loadArtifact }: OperationContext,
  url: string,
  type: string,
): Promise<string> {
  const bytes = await loadArtifact(url);
  return isEngineType(type)
    ? world.addDeclaration(readDeclaration(bytes))
    : addTemplate(world, bytes.toString('utf8'));
}

/** The template of a stack of the caller's account, whoever made it. */
function importedTemplate(
  { world, caller, region, now }: OperationContext,
  stackId: string,
  product: Pick<Product, 'id' | 'type'>,
): string {
  requireCloudFormation(product, 'Imports');
  const stack = stackOfAccount(
    world.accountsIn(region),
    caller.accountId,
    stackId,
    now,
  );
  if (!stack || stack.status === 'DELETE_COMPLETE') {
    throw invalidParameters(
      `Invalid ImportFromPhysicalId. Stack ${stackId} does not exist.`,
    );
  }
  return stack.templateDigest;
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
