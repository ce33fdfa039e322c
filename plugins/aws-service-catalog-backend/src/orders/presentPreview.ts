import {
  OrderPreview,
  OrderRequest,
} from 'backstage-plugin-aws-service-catalog-common';
import { ClockService } from 'backstage-plugin-aws-service-catalog-node';
import { PluginConfig } from '../config';
import { approvalTimes } from './approvals/approvalTimes';
import { OrderOutlook } from './OrderPlacer';
import { StoredOrder } from './StoredOrder';
import { warnOfTagRemovals } from './tagRemovals';

/** What is shown of what an order would do. */
export function presentPreview(
  request: OrderRequest,
  { draft, problems, quota, lease }: OrderOutlook,
  { config, clock }: { config: PluginConfig; clock: ClockService },
): OrderPreview {
  const { targets, tags } = config;
  const warning = warnOfTagRemovals(draft?.content.changes);
  const { accountId = '', region = '' } =
    targets.find(({ name }) => name === request.target) ?? {};
  return {
    acceptable: problems.length === 0,
    problems,
    warnings: warning === undefined ? undefined : [warning],
    target: { name: request.target, accountId, region },
    owner: draft?.owner,
    // The order that it names does not exist.
    tags: (draft?.content.tags ?? []).filter(
      ({ key }) => key !== tags.keys.order,
    ),
    launchRole: draft?.content.launchRole,
    approval: presentTerms(draft?.content.approval, clock),
    estimate: draft?.content.estimate,
    quota,
    lease,
    changes: draft?.content.changes,
    unchanged: draft?.unchanged,
  };
}

function presentTerms(
  terms: StoredOrder['content']['approval'],
  clock: ClockService,
): OrderPreview['approval'] {
  if (!terms) {
    return undefined;
  }
  const { timeoutMs, ...shown } = terms;
  const { dueAt } = approvalTimes(clock.now(), timeoutMs);
  return { ...shown, dueAt };
}
