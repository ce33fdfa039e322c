import {
  Capabilities,
  CatalogRecord,
  ResourceProblem,
  StackEvent,
} from 'backstage-plugin-aws-service-catalog-common';
import { hasServiceActions } from '../decideAction';
import { findLostLaunchRole, LOST_LAUNCH_ROLE_ADVICE } from '../lostLaunchRole';
import { StoredProvisionedProduct } from '../ProvisionedProductStore';

/** Regions of partitions whose console is elsewhere, by the beginning of their names. */
const consoles: readonly [string, string][] = [
  ['cn-', 'console.amazonaws.cn'],
  ['us-gov-', 'console.amazonaws-us-gov.com'],
];

/** Where the AWS console shows a provisioned product. */
export function consoleUrlOf(region: string, id: string): string {
  const [, host = 'console.aws.amazon.com'] =
    consoles.find(([prefix]) => region.startsWith(prefix)) ?? [];
  return `https://${region}.${host}/servicecatalog/home?region=${region}#provisioned-products/${id}`;
}

/**
 * What AWS supports for a kind of provisioned product. Plans, service actions, imports and previous values are CloudFormation's;
 * what is read of one stack does not hold for a stack set.
 *
 * @param product.type - AWS: `ProvisionedProductAttribute.Type`
 */
export function capabilitiesOf(product: { type: string }): Capabilities {
  const isStack = product.type === 'CFN_STACK';
  const isStackSet = product.type === 'CFN_STACKSET';
  return {
    stack: isStack,
    stackInstances: isStackSet,
    plan: isStack,
    keepsValues: isStack || isStackSet,
    serviceActions: hasServiceActions(product),
    import: isStack,
  };
}

const STACK = 'AWS::CloudFormation::Stack';
const BEGIN = /^(CREATE|UPDATE|DELETE|IMPORT)_IN_PROGRESS$/;

function isOfStackItself({ type, logicalId, physicalId }: StackEvent): boolean {
  return type === STACK && (physicalId?.split('/')[1] ?? '') === logicalId;
}

/**
 * What went wrong first in the last operation on a stack. CloudFormation cancels what else is under way, which explains nothing.
 *
 * @param events - newest first
 */
function findFirstFailure(
  events: readonly StackEvent[],
): StackEvent | undefined {
  const beginning = events.findIndex(
    event => isOfStackItself(event) && BEGIN.test(event.status),
  );
  const last = beginning < 0 ? events : events.slice(0, beginning);
  return last
    .filter(
      event =>
        event.status.endsWith('_FAILED') &&
        !isOfStackItself(event) &&
        !/cancelled/i.test(event.reason ?? ''),
    )
    .pop();
}

function adviseOn(
  status: string,
  records: readonly Pick<CatalogRecord, 'type' | 'status'>[],
): string {
  if (records[0]?.type === 'TERMINATE_PROVISIONED_PRODUCT') {
    return 'It could not be terminated completely. Remove what keeps it, and terminate it again.';
  }
  if (status === 'TAINTED') {
    return 'Its last change failed, and what ran before still runs. Correct what the message names and update it again, or terminate it.';
  }
  return records.some(record => record.status === 'SUCCEEDED')
    ? 'Its last change failed, and AWS could not go back to what ran before. Ask the people who run the portal to look at its stack, or terminate it.'
    : 'It never ran. Terminate it, correct what the message names, and order it again.';
}

/**
 * Explains what is wrong with a provisioned product; undefined when nothing is.
 *
 * @param facts.records - AWS's records of it, newest first
 * @param facts.events - of its stack, newest first, as far as they are known
 */
export function describeProblem(
  product: Pick<StoredProvisionedProduct, 'status' | 'statusMessage'>,
  facts: {
    records: readonly Pick<CatalogRecord, 'type' | 'status' | 'errors'>[];
    events: readonly StackEvent[];
  },
): ResourceProblem | undefined {
  const { status, statusMessage } = product;
  if (status !== 'TAINTED' && status !== 'ERROR') {
    return undefined;
  }
  const { records, events } = facts;
  const failed = findFirstFailure(events);
  const recorded = records.find(record => record.status === 'FAILED');
  const message =
    failed?.reason ??
    recorded?.errors[0]?.message ??
    statusMessage ??
    'AWS gives no reason.';
  return {
    message,
    resource: failed && {
      logicalId: failed.logicalId,
      type: failed.type,
      status: failed.status,
    },
    advice: findLostLaunchRole(message)
      ? LOST_LAUNCH_ROLE_ADVICE
      : adviseOn(status, records),
  };
}
