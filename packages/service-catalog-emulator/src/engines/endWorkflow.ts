import { OperationContext } from '../context';
import { invalidParameters, resourceNotFound } from '../errors';
import { AccountState } from '../state/AccountState';
import {
  EngineWorkflow,
  ProvisioningRecord,
  RecordOutcome,
  RecordOutput,
  RecordType,
  Tag,
} from '../state/entities';
import { engineError } from './runEngine';

/** What an engine tells of a workflow's end. */
export interface WorkflowResult {
  WorkflowToken: string;
  RecordId: string;
  Status: string;
  FailureReason?: string;
  Outputs?: Partial<RecordOutput>[];
  ResourceIdentifier?: { UniqueTag?: Partial<Tag> };
}

/**
 * Ends the record that an engine has worked on, in whatever account it is.
 *
 * @param type - the type of record that the operation is about
 * @throws AwsError when the caller's account has no such workflow under way
 */
export function endWorkflow(
  context: OperationContext,
  type: RecordType,
  result: WorkflowResult,
): void {
  const { state, record, workflow } = workflowOf(context, result.RecordId);
  if (record.type !== type) {
    throw invalidParameters(
      `Record ${record.id} is of type ${record.type}: its result is notified by another operation.`,
    );
  }
  if (workflow.token !== result.WorkflowToken) {
    throw invalidParameters(`Invalid WorkflowToken for record ${record.id}.`);
  }
  if (record.completesAt !== undefined) {
    throw invalidParameters(
      `The workflow of record ${record.id} has ended already.`,
    );
  }
  record.outcome =
    result.Status === 'SUCCEEDED'
      ? successOf(record, result)
      : failureOf(context, state, record, result);
  workflow.parameters = [];
  state.records.end(record, context.now);
}

function workflowOf(
  { world, region, caller }: OperationContext,
  recordId: string,
): {
  state: AccountState;
  record: ProvisioningRecord;
  workflow: EngineWorkflow;
} {
  for (const state of world.accountsIn(region)) {
    const record = state.records.get(recordId);
    const workflow = record?.workflow;
    if (workflow?.engineAccountId === caller.accountId) {
      return { state, record: record!, workflow };
    }
  }
  throw resourceNotFound(`Record ${recordId} not found.`);
}

function successOf(
  { type, outcome }: ProvisioningRecord,
  { ResourceIdentifier, ...result }: WorkflowResult,
): RecordOutcome {
  if (type === 'TERMINATE_PROVISIONED_PRODUCT') {
    return outcome;
  }
  const outputs = outputsOf(result);
  return {
    ...outcome,
    outputs,
    change: {
      ...outcome.change,
      outputs,
      ...(ResourceIdentifier?.UniqueTag && {
        resourceIdentifier: ResourceIdentifier.UniqueTag,
      }),
    },
  };
}

function failureOf(
  { settings }: OperationContext,
  state: AccountState,
  record: ProvisioningRecord,
  result: WorkflowResult,
): RecordOutcome {
  const { type, workflow, outcome, provisionedProductId } = record;
  if (workflow?.ignoreErrors) {
    return outcome;
  }
  const error = engineError(result.FailureReason ?? 'Unknown');
  const hasRun =
    state.provisionedProducts.get(provisionedProductId)
      ?.lastSuccessfulProvisioningRecordId !== undefined;
  return {
    status: 'FAILED',
    errors: [error],
    outputs: outputsOf(result),
    productStatus:
      type === 'TERMINATE_PROVISIONED_PRODUCT'
        ? settings.terminateFailureStatus
        : (hasRun && 'TAINTED') || 'ERROR',
    statusMessage: error.Description,
    change: {},
  };
}

function outputsOf({ Outputs = [] }: WorkflowResult): RecordOutput[] {
  return Outputs.map(({ OutputKey = '', OutputValue = '', Description }) => ({
    OutputKey,
    OutputValue,
    Description,
  }));
}
