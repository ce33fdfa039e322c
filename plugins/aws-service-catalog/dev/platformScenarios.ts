import {
  anOrder,
  aProduct,
  aResource,
  START,
  target,
} from '../src/__testUtils__/fixtures';
import { FakeAwsServiceCatalogApi } from '../src/__testUtils__/FakeAwsServiceCatalogApi';
import type { Scenario } from './scenarios';

const DAY = 24 * 60 * 60;
const approvers = ['group:default/platform-engineering'];

function ailing(): FakeAwsServiceCatalogApi {
  const api = new FakeAwsServiceCatalogApi();
  api.operator = true;
  api.targets = [
    target,
    {
      ...target,
      name: 'production',
      accountId: '222222222222',
      syncError: 'AWS refuses the credentials of this target.',
      pause: { until: START, because: 'throttled', failures: 3 },
    },
  ];
  api.products = [aProduct()];
  api.orders = [
    anOrder({
      alarm: {
        code: 'stuck',
        message: 'AWS has been at it for more than two hours.',
        since: START,
      },
    }),
  ];
  api.resources = [
    aResource({ owner: undefined, ownerSource: undefined, name: 'by-hand' }),
  ];
  api.owners = [
    {
      owner: 'group:default/team-renamed',
      orphaned: true,
      provisionedProducts: 3,
      targets: [{ target: 'sandbox', provisionedProducts: 3, served: true }],
    },
  ];
  api.doctorReport = {
    running: false,
    examinedAt: START,
    products: 12,
    findings: [
      {
        severity: 'error',
        code: 'tag-option-blocks',
        target: 'sandbox',
        product: { id: aProduct().id, name: aProduct().name },
        message: 'TagOptions allow no value of Team that the portal stamps.',
        mend: 'Add the value to the TagOption, or stamp another tag.',
      },
      {
        severity: 'warning',
        code: 'policy-matches-nothing',
        policy: { kind: 'quota', name: 'queues' },
        message: "quotas[0] ('queues'): there is no product 'Quuee'.",
        mend: 'Correct the name, or remove the entry: it never has an effect.',
      },
    ],
  };
  const rule = {
    auto: false,
    approvers,
    quorum: 1,
    timeoutSeconds: DAY,
    onTimeout: 'expire' as const,
  };
  api.policies = {
    asksModule: true,
    examinedAt: START,
    approvals: [
      {
        ...rule,
        name: 'Small things',
        match: { estimate: { currency: 'USD', below: 20 } },
        auto: true,
        approvers: [],
        problems: [],
      },
      {
        ...rule,
        name: 'Databases in production',
        match: {
          products: ['PostgreSQL RDS Instance'],
          targets: ['production'],
          parameters: { Environment: ['prod', 'stage'] },
        },
        quorum: 2,
        problems: [],
      },
    ],
    defaultApproval: rule,
    quotas: [
      {
        name: 'queues',
        match: { products: ['Quuee'] },
        limit: 3,
        problems: ["quotas[0] ('queues'): there is no product 'Quuee'."],
      },
    ],
    leases: [
      {
        name: 'Sandboxes end',
        match: { targets: ['sandbox'] },
        lifetimeSeconds: 30 * DAY,
        warnSeconds: 7 * DAY,
        renewal: {
          periodSeconds: 30 * DAY,
          max: 6,
          approvalAbove: 2,
          approvers,
        },
        graceSeconds: 3 * DAY,
        onExpiry: 'terminate',
        problems: [],
      },
    ],
  };
  return api;
}

const path = '/aws-service-catalog/platform';

/** The states of the page for the people who run the portal. */
export const platformScenarios: Record<string, Scenario> = {
  platform: { title: 'Platform: much to do', path, makeApi: ailing },
  platformWell: {
    title: 'Platform: nothing to do',
    path,
    makeApi: () => {
      const api = new FakeAwsServiceCatalogApi();
      api.operator = true;
      return api;
    },
  },
  platformDenied: {
    title: 'Platform: not an operator',
    path,
    makeApi: () => new FakeAwsServiceCatalogApi(),
  },
};
