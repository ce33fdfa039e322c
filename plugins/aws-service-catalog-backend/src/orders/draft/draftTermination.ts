import {
  FieldError,
  TerminateOrderRequest,
  TerminationOptions,
} from 'backstage-plugin-aws-service-catalog-common';
import { UserCaller } from '../../authorize';
import { ChangeFacts, draftBase, findForChange, noValues } from './changeBase';
import { DraftResult } from './OrderDraft';

/** How a request departs from the usual termination; undefined: not at all. */
function readOptions({
  retainResources = false,
  ignoreErrors = false,
  reason = '',
}: TerminateOrderRequest): TerminationOptions | undefined {
  return retainResources || ignoreErrors
    ? { retainResources, ignoreErrors, reason: reason.trim() }
    : undefined;
}

/**
 * Drafts orders that terminate a provisioned product.
 *
 * @throws InvalidFieldsError when the request names something that does not exist
 * @throws NotAllowedError when the caller may not terminate it so
 * @throws ConflictError when it cannot be terminated now
 */
export async function draftTermination(
  caller: UserCaller,
  request: TerminateOrderRequest,
  facts: ChangeFacts,
): Promise<DraftResult> {
  const termination = readOptions(request);
  const found = await findForChange(
    caller,
    request,
    termination ? 'abandon' : 'terminate',
    facts,
  );
  const problems: FieldError[] =
    termination?.reason === ''
      ? [
          {
            field: 'reason',
            message:
              'Say why resources are to be left behind in AWS: whoever approves it, and the audit log, will ask.',
          },
        ]
      : [];
  return {
    problems,
    draft: {
      ...draftBase(found),
      kind: 'terminate',
      version: found.version,
      content: { ...noValues, termination },
      effective: {},
      secrets: {},
    },
  };
}
