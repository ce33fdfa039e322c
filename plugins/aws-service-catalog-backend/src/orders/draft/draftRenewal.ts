import { ConflictError } from '@backstage/errors';
import { RenewOrderRequest } from 'backstage-plugin-aws-service-catalog-common';
import { UserCaller } from '../../authorize';
import { OrderLeases } from '../OrderLeases';
import { ChangeFacts, draftBase, findForChange, noValues } from './changeBase';
import { DraftResult, refuse } from './OrderDraft';

/**
 * Drafts orders that renew a lease.
 *
 * @throws InvalidFieldsError when the request names something that does not exist, or an end that it cannot have
 * @throws NotAllowedError when the caller may not renew it
 * @throws ConflictError when there is no lease, or it cannot be renewed now
 */
export async function draftRenewal(
  caller: UserCaller,
  request: RenewOrderRequest,
  facts: ChangeFacts & { leases: OrderLeases },
): Promise<DraftResult> {
  const found = await findForChange(caller, request, 'renew', facts);
  const quote = await facts.leases.quoteRenewal(found, request.until);
  if ('conflict' in quote) {
    throw new ConflictError(quote.conflict);
  }
  if ('refusal' in quote) {
    return refuse(quote.refusal.field, quote.refusal.message);
  }
  return {
    problems: [],
    draft: {
      ...draftBase(found),
      kind: 'renew',
      version: found.version,
      content: { ...noValues, renewal: quote.renewal },
      effective: {},
      secrets: {},
      lease: quote.lease,
      demandedApproval: quote.approval,
    },
  };
}
