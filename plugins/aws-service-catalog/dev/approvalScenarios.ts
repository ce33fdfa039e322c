import { ServiceUnavailableError } from '@backstage/errors';
import type { OrderDetail } from 'backstage-plugin-aws-service-catalog-common';
import { FakeAwsServiceCatalogApi } from '../src/__testUtils__/FakeAwsServiceCatalogApi';
import {
  aLaunchForm,
  anApproval,
  anOrder,
  anOrderToApprove,
  aProduct,
} from '../src/__testUtils__/fixtures';
import type { Scenario } from './scenarios';

const INBOX = '/aws-service-catalog/approvals';
const HOUR = 3_600_000;
const dueAt = new Date(Date.now() + 20 * HOUR).toISOString();

const launch = anOrderToApprove({
  approval: anApproval({ dueAt }),
  quota: { name: 'buckets per team', limit: 3, used: 2 },
  createdAt: new Date(Date.now() - 4 * HOUR).toISOString(),
});

const update = anOrderToApprove({
  id: '6f1c1e0a-3f5b-4c58-9d0e-0d1a7b1c2d02',
  kind: 'update',
  approval: anApproval({
    dueAt,
    quorum: 2,
    approvers: ['group:default/platform-engineering', 'user:default/finance'],
    decisions: [
      {
        by: 'user:default/finance',
        decision: 'approved',
        reason: 'Within the budget of this quarter.',
        at: new Date(Date.now() - HOUR).toISOString(),
      },
    ],
  }),
  estimate: { monthly: 1432.5, currency: 'EUR' },
  provisionedProduct: {
    name: 'payments-ledger-with-a-rather-long-name-that-has-to-wrap',
    id: 'pp-ledger00000001',
  },
  changes: [
    {
      key: 'version',
      kind: 'version',
      from: 'v1.2',
      to: 'v2.0',
      secret: false,
    },
    {
      key: 'DBInstanceClass',
      kind: 'parameter',
      from: 'db.t4g.small',
      to: 'db.r6g.large',
      secret: false,
    },
    { key: 'Retention', kind: 'parameter', to: '30', secret: false },
    { key: 'OldFlag', kind: 'parameter', from: 'true', secret: false },
    { key: 'MasterUserPassword', kind: 'parameter', secret: true },
  ],
});

function withOrders(...orders: OrderDetail[]) {
  const api = new FakeAwsServiceCatalogApi();
  api.orders = orders;
  api.products = [aProduct()];
  api.forms = [aLaunchForm(), aLaunchForm({ version: aProduct().versions[0] })];
  return api;
}

function orderScenario(title: string, order: OrderDetail): Scenario {
  return {
    title,
    path: `/aws-service-catalog/orders/${order.id}`,
    makeApi: () => withOrders(order),
  };
}

/** The states of everything that has to do with approvals. */
export const approvalScenarios: Record<string, Scenario> = {
  approvals: {
    title: 'Approvals',
    path: INBOX,
    makeApi: () => withOrders(launch, update),
  },
  approvalsNone: {
    title: 'Approvals: nothing waits',
    path: INBOX,
    makeApi: () => withOrders(),
  },
  approvalsDown: {
    title: 'Approvals: the backend is down',
    path: INBOX,
    makeApi: () => {
      const api = withOrders(launch);
      api.failures.listOrders = new ServiceUnavailableError(
        'The database is away.',
      );
      return api;
    },
  },
  approvalsLoading: {
    title: 'Approvals: loading',
    path: INBOX,
    makeApi: () => {
      const api = withOrders(launch);
      api.listOrders = () => new Promise(() => {});
      return api;
    },
  },
  approvalLaunch: orderScenario('Order that the reader may decide', launch),
  approvalUpdate: orderScenario('Update that the reader may decide', update),
  approvalOwn: orderScenario(
    'Order that waits, seen by its requester',
    anOrderToApprove({
      approval: anApproval({ dueAt }),
      actions: {
        ...launch.actions,
        approve: { allowed: false, reason: 'Nobody approves their own order.' },
        reject: {
          allowed: false,
          reason: 'You asked for it: cancel it instead.',
        },
      },
    }),
  ),
  approvalRejected: orderScenario(
    'Order that was rejected',
    anOrder({
      state: 'rejected',
      approval: anApproval({
        decisions: [
          {
            by: 'user:default/platform-engineer',
            decision: 'rejected',
            reason: 'Use the smaller class for development',
            at: launch.createdAt,
          },
        ],
      }),
    }),
  ),
  approvalAlarm: orderScenario(
    'Order with an alarm',
    anOrder({
      alarm: {
        code: 'stuck',
        message: 'AWS has been creating it for more than three hours.',
        since: launch.createdAt,
      },
    }),
  ),
  approvalForm: {
    title: 'Order form of an order that has to be approved, again',
    path: `/aws-service-catalog/products/sandbox/${aProduct().id}/order?again=${
      anOrder().id
    }`,
    makeApi: () => {
      const api = withOrders(anOrder({ state: 'rejected' }));
      const { decisions: _, ...terms } = anApproval({ dueAt });
      api.preview = {
        approval: terms,
        quota: { name: 'buckets per team', limit: 3, used: 2 },
        estimate: { monthly: 58, currency: 'USD' },
      };
      return api;
    },
  },
  approvalQuota: {
    title: 'Order form when the quota is used up',
    path: `/aws-service-catalog/products/sandbox/${aProduct().id}/order`,
    makeApi: () => {
      const api = withOrders();
      api.preview = {
        acceptable: false,
        problems: [
          {
            field: 'quota',
            message:
              'team-payments has 3 of 3 that the quota "buckets per team" allows.',
          },
        ],
        quota: { name: 'buckets per team', limit: 3, used: 3 },
      };
      return api;
    },
  },
};
