import { z } from 'zod';

/** What an event says about a provisioned product: that something has happened to its stack. */
export type StackHint = {
  accountId: string;
  region: string;
  provisionedProductId: string;
};

/** What came of reading an event; `other`: it is about something else. */
export type ParsedStackEvent =
  | { kind: 'hint'; hint: StackHint }
  | { kind: 'other' }
  | { kind: 'malformed'; reason: string };

const DETAIL_TYPE = 'CloudFormation Stack Status Change';

const envelopeSchema = z.object({ 'detail-type': z.string() });

const eventSchema = z.object({
  account: z.string().regex(/^\d{12}$/),
  region: z.string().min(1),
  detail: z.object({ 'stack-id': z.string().max(2048) }),
});

const STACK_ID =
  /^arn:aws[a-z-]*:cloudformation:([a-z0-9-]+):(\d{12}):stack\/([^/]+)(?:\/|$)/;

/** How Service Catalog names the stack of a provisioned product; those that are nested in it have longer names. */
const STACK_NAME = /^SC-(\d{12})-(pp-[a-z0-9]+)$/;

/**
 * Reads an event of EventBridge, as a queue passes it on: `CloudFormation Stack Status Change`, see the CloudFormation user guide,
 * "Stack Status Change event detail". Service Catalog has no events of its own, but its stacks are named after what they belong to.
 *
 * @param payload - anything: it comes from outside
 */
export function parseStackEvent(payload: unknown): ParsedStackEvent {
  const envelope = envelopeSchema.safeParse(payload);
  if (!envelope.success) {
    return {
      kind: 'malformed',
      reason: 'it is no event of EventBridge: it has no detail-type',
    };
  }
  if (envelope.data['detail-type'] !== DETAIL_TYPE) {
    return { kind: 'other' };
  }
  const parsed = eventSchema.safeParse(payload);
  if (!parsed.success) {
    const [{ path }] = parsed.error.issues;
    return {
      kind: 'malformed',
      reason: `${path.join('.')} is not what a ${DETAIL_TYPE} has`,
    };
  }
  const { account, region, detail } = parsed.data;
  const [, stackRegion, stackAccount, stackName] =
    STACK_ID.exec(detail['stack-id']) ?? [];
  if (stackName === undefined) {
    return {
      kind: 'malformed',
      reason: 'detail.stack-id is no ARN of a stack',
    };
  }
  const [, owner, provisionedProductId] = STACK_NAME.exec(stackName) ?? [];
  const isTheirs = [stackAccount, owner].every(id => id === account);
  return isTheirs && stackRegion === region
    ? {
        kind: 'hint',
        hint: { accountId: account, region, provisionedProductId },
      }
    : { kind: 'other' };
}
