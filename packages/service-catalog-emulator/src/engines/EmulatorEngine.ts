import { isEngineType } from '../catalog/productTypes';
import { AccountState } from '../state/AccountState';
import { ProvisioningRecord, RecordType, Tag } from '../state/entities';
import { World } from '../state/World';

/**
 * What Service Catalog asks of an engine, in the form of its messages.
 *
 * @public
 */
export interface EngineMessage {
  /** The `WorkflowToken` to notify with. */
  token: string;
  operation:
    | 'PROVISION_PRODUCT'
    | 'UPDATE_PROVISIONED_PRODUCT'
    | 'TERMINATE_PROVISIONED_PRODUCT';
  recordId: string;
  provisionedProductId: string;
  provisionedProductName: string;
  launchRoleArn?: string;
  /** Who asks. */
  identity: { principal: string; awsAccountId: string };
  /** This and what follows: not for terminations. */
  productId?: string;
  provisioningArtifactId?: string;
  /** Where the version was loaded from. */
  artifact?: { path: string; type: 'AWS_S3' };
  /** Values as they were sent, secret ones too. */
  parameters?: { key: string; value: string }[];
  tags?: { key: string; value: string }[];
}

/**
 * A message that waits for an engine.
 *
 * @public
 */
export interface EngineWorkflowRequest {
  /** Name of the queue that AWS would put it into. */
  queue: string;
  /** Account of the engine, from which it has to notify. */
  accountId: string;
  region: string;
  message: EngineMessage;
}

/**
 * The engine's side of products that CloudFormation does not provision.
 *
 * @public
 */
export interface EmulatorEngine {
  /** Everything that waits for a notification of its result, oldest first. */
  workflows(): EngineWorkflowRequest[];
}

const QUEUE_PREFIXES: { [type: string]: string } = {
  EXTERNAL: 'ServiceCatalogExternal',
  TERRAFORM_CLOUD: 'ServiceCatalogTerraformCloud',
};

const VERBS: { [K in EngineMessage['operation']]: string } = {
  PROVISION_PRODUCT: 'Provision',
  UPDATE_PROVISIONED_PRODUCT: 'Update',
  TERMINATE_PROVISIONED_PRODUCT: 'Terminate',
};

/** Everything that waits for an engine in any account, oldest first. */
export function pendingWorkflows(world: World): EngineWorkflowRequest[] {
  return [...world.states()]
    .flatMap(state =>
      state.records.unsettledOnes().map(record => ({ state, record })),
    )
    .sort((a, b) => a.record.createdTime - b.record.createdTime)
    .flatMap(({ state, record }) => requestOf(state, record));
}

function requestOf(
  state: AccountState,
  record: ProvisioningRecord,
): EngineWorkflowRequest[] {
  const { workflow, provisionedProductType: type, type: operation } = record;
  if (!workflow || !isEngineType(type) || !isAskedOfEngines(operation)) {
    return [];
  }
  const { artifactUrl, parameters, tags } = workflow;
  return [
    {
      queue: `${QUEUE_PREFIXES[type]}${VERBS[operation]}OperationQueue`,
      accountId: workflow.engineAccountId,
      region: state.region,
      message: {
        token: workflow.token,
        operation,
        recordId: record.id,
        provisionedProductId: record.provisionedProductId,
        provisionedProductName: record.provisionedProductName,
        launchRoleArn: record.launchRoleArn,
        identity: {
          principal: record.userArn,
          awsAccountId: state.accountId,
        },
        ...(artifactUrl !== undefined && {
          productId: record.productId,
          provisioningArtifactId: record.artifactId,
          artifact: { path: artifactUrl, type: 'AWS_S3' as const },
          parameters,
          tags: tags.map(keyAndValue),
        }),
      },
    },
  ];
}

function isAskedOfEngines(
  operation: RecordType,
): operation is EngineMessage['operation'] {
  return Object.hasOwn(VERBS, operation);
}

function keyAndValue({ Key, Value }: Tag): { key: string; value: string } {
  return { key: Key, value: Value };
}
