import { z } from 'zod';
import { ownerOfProduct } from '../catalog/sharing';
import { productById, visibleProductById } from '../catalog/lookups';
import { requireCloudFormation } from '../catalog/productTypes';
import { Output } from '../context';
import {
  AwsError,
  duplicateResource,
  invalidParameters,
  limitExceeded,
  resourceNotFound,
} from '../errors';
import { AccountState } from '../state/AccountState';
import {
  ProvisionedProduct,
  ServiceAction,
  ServiceActionAssociation,
} from '../state/entities';

/** https://docs.aws.amazon.com/servicecatalog/latest/adminguide/limits.html */
const MAX_ACTIONS_PER_VERSION = 25;

const ROLE_ARN = /^arn:aws[a-z-]*:iam::\d{12}:role\/.+$/;

const parametersSchema = z.array(
  z.strictObject({
    Name: z.string().min(1).max(50),
    Type: z.enum(['TARGET', 'TEXT_VALUE']),
  }),
);

/** A parameter of a service action, as its definition names it. */
export type ActionParameter = z.infer<typeof parametersSchema>[number];

/** The service action with that id. */
export function serviceActionById(
  state: AccountState,
  id: string,
): ServiceAction {
  const action = state.serviceActions.get(id);
  if (!action) {
    throw resourceNotFound(`Service action ${id} not found.`);
  }
  return action;
}

/**
 * Checks a definition: the SSM document with its version, who runs it, and the parameters that are
 * not left to the document.
 *
 * @throws InvalidParametersException naming the key
 */
export function checkDefinition(definition: { [key: string]: string }): void {
  for (const key of ['Name', 'Version']) {
    if (definition[key] === undefined) {
      throw invalidParameters(`Definition must have ${key}.`);
    }
  }
  const { AssumeRole: role } = definition;
  if (role !== undefined && role !== 'LAUNCH_ROLE' && !ROLE_ARN.test(role)) {
    throw invalidParameters(
      `Invalid AssumeRole in Definition: ${role}. It must be the ARN of an IAM role, or LAUNCH_ROLE.`,
    );
  }
  actionParameters(definition);
}

/**
 * The parameters that a definition names.
 *
 * @throws InvalidParametersException when they are not in the form AWS documents
 */
export function actionParameters(definition: {
  [key: string]: string;
}): ActionParameter[] {
  if (definition.Parameters === undefined) {
    return [];
  }
  let parsed: unknown;
  try {
    parsed = JSON.parse(definition.Parameters);
  } catch {
    throw invalidParameters('Parameters in Definition are no valid JSON.');
  }
  const result = parametersSchema.safeParse(parsed);
  if (!result.success) {
    throw invalidParameters(
      `Invalid Parameters in Definition: ${z
        .prettifyError(result.error)
        .replaceAll('\n', ' ')}`,
    );
  }
  return result.data;
}

/** `ServiceActionSummary`. */
export function serviceActionSummary(action: ServiceAction): Output {
  return {
    Id: action.id,
    Name: action.name,
    Description: action.description,
    DefinitionType: action.definitionType,
  };
}

/** `ServiceActionDetail`. */
export function serviceActionDetail(action: ServiceAction): Output {
  return {
    ServiceActionSummary: serviceActionSummary(action),
    Definition: action.definition,
  };
}

/** How a request names a service action on a version. */
export interface AssociationInput {
  ServiceActionId: string;
  ProductId: string;
  ProvisioningArtifactId: string;
}

/**
 * Puts a service action on a version of one of the account's own products.
 *
 * @throws AwsError as AssociateServiceActionWithProvisioningArtifact answers
 */
export function associateServiceAction(
  state: AccountState,
  input: AssociationInput,
): void {
  const association = checkedAssociation(state, input);
  if (state.serviceActionAssociations.some(sameAs(association))) {
    throw duplicateResource(
      `Service action ${association.serviceActionId} is associated with provisioning artifact ${association.artifactId} already.`,
    );
  }
  const count = state.serviceActionAssociations.filter(
    ({ artifactId }) => artifactId === association.artifactId,
  ).length;
  if (count >= MAX_ACTIONS_PER_VERSION) {
    throw limitExceeded(
      `A provisioning artifact can have at most ${MAX_ACTIONS_PER_VERSION} service actions.`,
    );
  }
  state.serviceActionAssociations.push(association);
}

/**
 * Takes a service action off a version.
 *
 * @throws AwsError as DisassociateServiceActionFromProvisioningArtifact answers
 */
export function disassociateServiceAction(
  state: AccountState,
  input: AssociationInput,
): void {
  const association = checkedAssociation(state, input);
  const left = state.serviceActionAssociations.filter(
    other => !sameAs(association)(other),
  );
  if (left.length === state.serviceActionAssociations.length) {
    throw resourceNotFound(
      `Service action ${association.serviceActionId} is not associated with provisioning artifact ${association.artifactId}.`,
    );
  }
  state.serviceActionAssociations = left;
}

const BATCH_ERROR_CODES: { [code: string]: string } = {
  DuplicateResourceException: 'DUPLICATE_RESOURCE',
  LimitExceededException: 'LIMIT_EXCEEDED',
  ResourceNotFoundException: 'RESOURCE_NOT_FOUND',
};

/** Does the same for each of several associations; those that fail are listed. */
export function forEachAssociation(
  associations: AssociationInput[],
  change: (association: AssociationInput) => void,
): Output {
  const failed = associations.flatMap(association => {
    try {
      change(association);
      return [];
    } catch (error) {
      const code = error instanceof AwsError && BATCH_ERROR_CODES[error.code];
      if (!code) {
        throw error;
      }
      return [{ ...association, ErrorCode: code, ErrorMessage: error.message }];
    }
  });
  return { FailedServiceActionAssociations: failed };
}

/** The service actions on a version, of a shared product too. */
export function serviceActionsOn(
  state: AccountState,
  productId: string,
  artifactId: string,
): ServiceAction[] {
  const owner = ownerOfProduct(state, productId);
  return (owner?.serviceActionAssociations ?? [])
    .filter(association => association.artifactId === artifactId)
    .map(({ serviceActionId }) => owner!.serviceActions.get(serviceActionId)!);
}

/** The service action of that id, which must be one of the provisioned product's version. */
export function executableServiceAction(
  state: AccountState,
  { productId, artifactId }: ProvisionedProduct,
  id: string,
): ServiceAction {
  const action = serviceActionsOn(state, productId, artifactId).find(
    candidate => candidate.id === id,
  );
  if (!action) {
    throw resourceNotFound(
      `Service action ${id} is not associated with provisioning artifact ${artifactId}.`,
    );
  }
  return action;
}

/** Whether a version is one of a product that the account sees. */
export function requireVersion(
  state: AccountState,
  productId: string,
  artifactId: string,
): void {
  const { owner } = visibleProductById(state, productId);
  if (!owner.artifacts.withKey(productId).some(({ id }) => id === artifactId)) {
    throw resourceNotFound(`Provisioning artifact ${artifactId} not found.`);
  }
}

function checkedAssociation(
  state: AccountState,
  { ServiceActionId, ProductId, ProvisioningArtifactId }: AssociationInput,
): ServiceActionAssociation {
  const { id } = serviceActionById(state, ServiceActionId);
  requireCloudFormation(productById(state, ProductId), 'Service actions');
  requireVersion(state, ProductId, ProvisioningArtifactId);
  return { serviceActionId: id, artifactId: ProvisioningArtifactId };
}

function sameAs(association: ServiceActionAssociation) {
  return (other: ServiceActionAssociation) =>
    other.serviceActionId === association.serviceActionId &&
    other.artifactId === association.artifactId;
}
