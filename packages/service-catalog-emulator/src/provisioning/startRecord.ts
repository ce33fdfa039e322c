import { OperationContext } from '../context';
import { isProvisioning } from '../state/AccountState';
import {
  ProvisionedProduct,
  ProvisioningRecord,
  RecordOutcome,
  RecordType,
  StackOperation,
  Tag,
} from '../state/entities';

/** A request on a provisioned product that has been accepted. */
export interface AcceptedRequest {
  type: RecordType;
  provisioned: ProvisionedProduct;
  productId: string;
  artifactId: string;
  pathId?: string;
  launchRoleArn?: string;
  tags: Tag[];
  timing: { startsAt: number; failsAt?: number; completesAt: number };
  stack?: StackOperation;
  outcome: RecordOutcome;
}

/** Puts the provisioned product under change and notes the record that will end it. */
export function startRecord(
  { state, caller, now, newId, faults }: OperationContext,
  { provisioned, timing, ...request }: AcceptedRequest,
): ProvisioningRecord {
  const stuck = faults.take('stuck') !== undefined;
  const record: ProvisioningRecord = {
    id: newId('rec'),
    ...request,
    provisionedProductId: provisioned.id,
    provisionedProductName: provisioned.name,
    userArn: caller.principalArn,
    userArnSession: caller.sessionArn,
    createdTime: now,
    startsAt: timing.startsAt,
    failsAt: timing.failsAt,
    completesAt: stuck ? undefined : timing.completesAt,
    settled: false,
  };
  provisioned.status = 'UNDER_CHANGE';
  state.noteChange(provisioned);
  provisioned.statusMessage = undefined;
  provisioned.lastRecordId = record.id;
  if (isProvisioning(record)) {
    provisioned.lastProvisioningRecordId = record.id;
  }
  state.addRecord(record);
  return record;
}
