import { OperationContext } from '../context';
import {
  EngineWorkflow,
  ProvisionedProduct,
  ProvisioningRecord,
  RecordOutcome,
  RecordType,
  StackInstanceChange,
  StackOperation,
  Tag,
} from '../state/entities';
import { isProvisioning } from '../state/Records';

/** A request on a provisioned product that has been accepted. */
export interface AcceptedRequest {
  type: RecordType;
  provisioned: ProvisionedProduct;
  productId: string;
  artifactId: string;
  pathId?: string;
  launchRoleArn?: string;
  tags: Tag[];
  timing: { startsAt: number; failsAt?: number; completesAt?: number };
  stack?: StackOperation;
  workflow?: EngineWorkflow;
  instanceChanges?: StackInstanceChange[];
  outcome: RecordOutcome;
}

/** Puts the provisioned product under change and notes the record that will end it. */
export function startRecord(
  { state, world, caller, now, newId, faults }: OperationContext,
  { provisioned, timing, ...request }: AcceptedRequest,
): ProvisioningRecord {
  const stuck = faults.take('stuck') !== undefined;
  const { outcome } = request;
  const isUnexplained =
    outcome.status === 'FAILED' && faults.take('unexplained') !== undefined;
  // Spelled out: spreading would make an object that takes several times the memory.
  const record: ProvisioningRecord = {
    id: newId('rec'),
    type: request.type,
    productId: request.productId,
    artifactId: request.artifactId,
    pathId: request.pathId,
    launchRoleArn: request.launchRoleArn,
    tags: request.tags.map(tag => world.texts.tag(tag)),
    stack: request.stack,
    workflow: request.workflow,
    instanceChanges: request.instanceChanges,
    outcome: isUnexplained ? { ...outcome, errors: [] } : outcome,
    provisionedProductId: provisioned.id,
    provisionedProductName: provisioned.name,
    provisionedProductType: provisioned.type,
    userArn: caller.principalArn,
    userArnSession: caller.sessionArn,
    createdTime: now,
    startsAt: timing.startsAt,
    failsAt: timing.failsAt,
    completesAt: stuck ? undefined : timing.completesAt,
    settled: false,
  };
  state.provisionedProducts.change(provisioned, {
    status: 'UNDER_CHANGE',
    statusMessage: undefined,
    lastRecordId: record.id,
    ...(isProvisioning(record) && { lastProvisioningRecordId: record.id }),
  });
  state.records.add(record);
  return record;
}
