import {
  abandoning,
  action,
  adopted,
  AskFor,
  change,
  failed,
  importOf,
  launch,
  order,
  planned,
  product,
  repair,
  rested,
  running,
  setAside,
  unowned,
  waitingBucket,
  waitingQueue,
} from './permissionAsks';
import { PAYMENTS, SEARCH } from './permissionPortals';
import { RouteName } from './permissionWorld';

/**
 * What a caller gets: a status, or what a list shows from its first page to its last. `'flawed'` is a preview that says what is
 * wrong.
 */
export type Cell = number | string;

/** What each caller gets, in the order of {@link callers}. */
type Line = readonly [Cell, Cell, Cell, Cell, Cell, Cell, Cell, Cell];

/** A line for each of the policies. */
type Lines = readonly [Line, Line, Line, Line];

/** Who gets what of a route. */
export type Row = {
  route: RouteName;
  about: string;
  /** The SQL of a list, so that it is looked at on both databases. */
  inSql?: true;
  ask?: AskFor;
  /** Only then may anything be different afterwards, and only if it was not refused, or if the answer lists something. */
  changes?: true | 'if-found';
  lines: Lines;
};

/** Whatever the policy. */
const always = (line: Line): Lines => [line, line, line, line];

const anything = 'Bucket Bucket Queue';
const buckets = 'Bucket Bucket';
const ofPayments = 'waiting-queue waiting-bucket failed delta courier alpha';
const ofSearch = 'waiting-search beta';
const everyOrder =
  'waiting-search waiting-queue waiting-bucket failed delta courier beta alpha';
const toDecide = 'waiting-bucket waiting-queue waiting-search';
const runsForPayments = 'alpha courier delta failed';
const everythingRunning = 'alpha beta courier delta failed gamma';
const both = 'sandbox production';
const bothTeams = `${PAYMENTS} ${SEARCH}`;

/** Lines: everything is allowed, everything is denied, conditions narrow it, permissions are disabled. */
// prettier-ignore
export const permissionTable: Row[] = [
  {
    route: 'listProducts', about: '', inSql: true,
    // nobody, other team, same team, requester, approver, operator, service that may read, other service
    lines: [
      [401, 'Bucket Queue', anything, anything, '', anything, anything, 403],
      [401, '', '', '', '', '', anything, 403],
      [401, 'Bucket', buckets, buckets, '', buckets, anything, 403],
      [401, 'Bucket Queue', anything, anything, '', anything, anything, 403],
    ],
  },
  {
    route: 'listOrders', about: '', inSql: true,
    lines: [
      [401, ofSearch, ofPayments, ofPayments, everyOrder, everyOrder, everyOrder, 403],
      [401, '', '', '', '', '', everyOrder, 403],
      [401, ofSearch, ofPayments, ofPayments, everyOrder, '', everyOrder, 403],
      [401, ofSearch, ofPayments, ofPayments, everyOrder, everyOrder, everyOrder, 403],
    ],
  },
  {
    route: 'listOrders', about: ' to decide', inSql: true,
    ask: async () => ({ query: { scope: 'approvals' } }),
    lines: [
      [401, '', '', '', toDecide, '', '', 403],
      [401, '', '', '', '', '', '', 403],
      [401, '', '', '', 'waiting-queue', '', '', 403],
      [401, '', '', '', toDecide, '', '', 403],
    ],
  },
  ...(['listProvisionedProducts', 'listCosts'] as const).map((route): Row => ({
    route, about: '', inSql: true,
    ...(route === 'listCosts' && { ask: async () => ({ query: { groupBy: 'provisionedProduct' } }) }),
    lines: [
      [401, 'beta', runsForPayments, runsForPayments, '', everythingRunning, everythingRunning, 403],
      [401, '', '', '', '', '', everythingRunning, 403],
      [401, 'beta', 'alpha delta failed', 'alpha delta failed', '', 'alpha beta delta failed gamma', everythingRunning, 403],
      [401, 'beta', runsForPayments, runsForPayments, '', everythingRunning, everythingRunning, 403],
    ],
  })),
  {
    route: 'listTargets', about: '',
    lines: always([401, 'sandbox', both, both, '', both, both, 403]),
  },
  ...(['getDoctorReport', 'listPolicies'] as const).map((route): Row => ({
    route, about: '',
    lines: always([401, 403, 403, 403, 403, 200, 403, 403]),
  })),
  {
    route: 'runDoctor', about: '', changes: true,
    lines: always([401, 403, 403, 403, 403, 202, 403, 403]),
  },
  {
    route: 'getHealth', about: '',
    lines: always([200, 200, 200, 200, 200, 200, 200, 200]),
  },
  ...(['getProduct', 'getLaunchForm'] as const).flatMap((route): Row[] => [
    {
      route, about: ' of a target that does not serve all', ask: product('Bucket', 'production'),
      lines: [
        [401, 404, 200, 200, 404, 200, 200, 403],
        [401, 404, 404, 404, 404, 404, 200, 403],
        [401, 404, 200, 200, 404, 200, 200, 403],
        [401, 404, 200, 200, 404, 200, 200, 403],
      ],
    },
    {
      route, about: ' that the conditions exclude', ask: product('Queue', 'sandbox'),
      lines: [
        [401, 200, 200, 200, 404, 200, 200, 403],
        [401, 404, 404, 404, 404, 404, 200, 403],
        [401, 404, 404, 404, 404, 404, 200, 403],
        [401, 200, 200, 200, 404, 200, 200, 403],
      ],
    },
  ]),
  {
    route: 'getOrder', about: ' of another team', ask: order(world => world.orderOf('beta')), inSql: true,
    lines: [
      [401, 200, 404, 404, 200, 200, 200, 403],
      [401, 404, 404, 404, 404, 404, 200, 403],
      [401, 200, 404, 404, 200, 404, 200, 403],
      [401, 200, 404, 404, 200, 200, 200, 403],
    ],
  },
  {
    route: 'getOrder', about: '', ask: order(world => world.orderOf('alpha')), inSql: true,
    lines: [
      [401, 404, 200, 200, 200, 200, 200, 403],
      [401, 404, 404, 404, 404, 404, 200, 403],
      [401, 404, 200, 200, 200, 404, 200, 403],
      [401, 404, 200, 200, 200, 200, 200, 403],
    ],
  },
  ...(['getProvisionedProduct', 'listOutputs', 'listRecords', 'listStackResources', 'listStackEvents', 'listStackParameters', 'listStackInstances', 'listServiceActions', 'getUpdateForm'] as const).flatMap((route): Row[] => [
    {
      route, about: '', ask: running('alpha'),
      lines: [
        [401, 404, 200, 200, 404, 200, 200, 403],
        [401, 404, 404, 404, 404, 404, 200, 403],
        [401, 404, 200, 200, 404, 200, 200, 403],
        [401, 404, 200, 200, 404, 200, 200, 403],
      ],
    },
    {
      route, about: ' that the conditions exclude', ask: running('courier'),
      lines: [
        [401, 404, 200, 200, 404, 200, 200, 403],
        [401, 404, 404, 404, 404, 404, 200, 403],
        [401, 404, 404, 404, 404, 404, 200, 403],
        [401, 404, 200, 200, 404, 200, 200, 403],
      ],
    },
    {
      route, about: ' of nobody', ask: running('gamma'),
      lines: [
        [401, 404, 404, 404, 404, 200, 200, 403],
        [401, 404, 404, 404, 404, 404, 200, 403],
        [401, 404, 404, 404, 404, 200, 200, 403],
        [401, 404, 404, 404, 404, 200, 200, 403],
      ],
    },
  ]),
  {
    route: 'getPrincipals', about: '', ask: running('alpha'),
    lines: [
      [401, 404, 403, 403, 404, 200, 403, 403],
      [401, 404, 404, 404, 404, 404, 403, 403],
      [401, 404, 403, 403, 404, 200, 403, 403],
      [401, 404, 403, 403, 404, 200, 403, 403],
    ],
  },
  {
    route: 'getPrincipals', about: ' of nobody', ask: running('gamma'),
    lines: [
      [401, 404, 404, 404, 404, 200, 403, 403],
      [401, 404, 404, 404, 404, 404, 403, 403],
      [401, 404, 404, 404, 404, 200, 403, 403],
      [401, 404, 404, 404, 404, 200, 403, 403],
    ],
  },
  {
    route: 'listOwners', about: '', inSql: true,
    lines: [
      [401, 403, 403, 403, 403, bothTeams, bothTeams, 403],
      [401, 403, 403, 403, 403, '', bothTeams, 403],
      [401, 403, 403, 403, 403, bothTeams, bothTeams, 403],
      [401, 403, 403, 403, 403, bothTeams, bothTeams, 403],
    ],
  },
  ...(['alpha', 'courier', 'gamma'] as const).map((name): Row => ({
    // Whether the plan is the caller's own is looked at after that.
    route: 'getPlan', about: ` of ${name}`, ask: async world => ({ params: { target: 'sandbox', id: world.ids[name], planId: world.ids[name] } }),
    lines: always([401, 404, 404, 404, 404, 404, 404, 403]),
  })),
  {
    route: 'createPlan', about: '', ask: planned('alpha'), changes: true,
    lines: [
      [401, 404, 202, 202, 404, 202, 403, 403],
      [401, 404, 404, 404, 404, 404, 403, 403],
      [401, 404, 403, 202, 404, 403, 403, 403],
      [401, 404, 202, 202, 404, 202, 403, 403],
    ],
  },
  {
    route: 'createPlan', about: ' of nobody', ask: planned('gamma'),
    lines: [
      [401, 404, 404, 404, 404, 403, 403, 403],
      [401, 404, 404, 404, 404, 404, 403, 403],
      [401, 404, 404, 404, 404, 403, 403, 403],
      [401, 404, 404, 404, 404, 403, 403, 403],
    ],
  },
  {
    route: 'adoptProvisionedProduct', about: '', ask: unowned('gamma', { owner: PAYMENTS }), changes: true,
    lines: [
      [401, 404, 404, 404, 404, 200, 403, 403],
      [401, 404, 404, 404, 404, 404, 403, 403],
      [401, 404, 404, 404, 404, 200, 403, 403],
      [401, 404, 404, 404, 404, 200, 403, 403],
    ],
  },
  {
    route: 'adoptProvisionedProduct', about: ' of a team', ask: running('alpha', { owner: SEARCH }),
    lines: [
      [401, 404, 403, 403, 404, 409, 403, 403],
      [401, 404, 404, 404, 404, 404, 403, 403],
      [401, 404, 403, 403, 404, 409, 403, 403],
      [401, 404, 403, 403, 404, 409, 403, 403],
    ],
  },
  {
    route: 'disownProvisionedProduct', about: '', ask: adopted('gamma'), changes: true,
    lines: [
      [401, 404, 403, 403, 404, 200, 403, 403],
      [401, 404, 404, 404, 404, 404, 403, 403],
      [401, 404, 403, 403, 404, 200, 403, 403],
      [401, 404, 403, 403, 404, 200, 403, 403],
    ],
  },
  {
    route: 'handOverProvisionedProduct', about: '', ask: adopted('gamma', { from: PAYMENTS, to: SEARCH }), changes: true,
    lines: [
      [401, 404, 403, 403, 404, 200, 403, 403],
      [401, 404, 404, 404, 404, 404, 403, 403],
      [401, 404, 403, 403, 404, 200, 403, 403],
      [401, 404, 403, 403, 404, 200, 403, 403],
    ],
  },
  {
    // They own nothing, so it changes nothing for operators either.
    route: 'handOverOwner', about: '', ask: async () => ({ body: { from: 'group:default/team-gone', to: SEARCH } }),
    lines: always([401, 403, 403, 403, 403, 200, 403, 403]),
  },
  {
    route: 'refreshProvisionedProduct', about: '', ask: rested(running('alpha')), changes: true,
    lines: [
      [401, 404, 200, 200, 404, 200, 403, 403],
      [401, 404, 404, 404, 404, 404, 403, 403],
      [401, 404, 200, 200, 404, 200, 403, 403],
      [401, 404, 200, 200, 404, 200, 403, 403],
    ],
  },
  {
    route: 'refreshProvisionedProduct', about: ' of nobody', ask: rested(unowned('gamma')), changes: true,
    lines: [
      [401, 404, 404, 404, 404, 200, 403, 403],
      [401, 404, 404, 404, 404, 404, 403, 403],
      [401, 404, 404, 404, 404, 200, 403, 403],
      [401, 404, 404, 404, 404, 200, 403, 403],
    ],
  },
  {
    route: 'refreshProvisionedProducts', about: ' of a team',
    ask: rested(async () => ({ body: { entityRef: 'group:default/team-search' } })), changes: 'if-found',
    lines: [
      [401, 'beta', '', '', '', 'beta', 403, 403],
      [401, '', '', '', '', '', 403, 403],
      [401, 'beta', '', '', '', 'beta', 403, 403],
      [401, 'beta', '', '', '', 'beta', 403, 403],
    ],
  },
  {
    route: 'previewOrder', about: ' for a team', ask: launch('Bucket', 'sandbox'),
    lines: [
      [401, 403, 200, 200, 403, 403, 403, 403],
      [401, 'flawed', 'flawed', 'flawed', 403, 403, 403, 403],
      [401, 403, 200, 200, 403, 403, 403, 403],
      [401, 403, 200, 200, 403, 403, 403, 403],
    ],
  },
  {
    route: 'placeOrder', about: ' for a team', ask: launch('Bucket', 'sandbox'), changes: true,
    lines: [
      [401, 403, 202, 202, 403, 403, 403, 403],
      [401, 400, 400, 400, 403, 403, 403, 403],
      [401, 403, 202, 202, 403, 403, 403, 403],
      [401, 403, 202, 202, 403, 403, 403, 403],
    ],
  },
  {
    route: 'placeOrder', about: ' where the conditions do not allow it', ask: launch('Bucket', 'production'), changes: true,
    lines: [
      [401, 403, 202, 202, 403, 403, 403, 403],
      [401, 403, 400, 400, 403, 403, 403, 403],
      [401, 403, 403, 403, 403, 403, 403, 403],
      [401, 403, 202, 202, 403, 403, 403, 403],
    ],
  },
  {
    route: 'placeOrder', about: ' that updates', ask: change('update', 'alpha'), changes: true,
    lines: [
      [401, 400, 202, 202, 400, 202, 403, 403],
      [401, 400, 400, 400, 400, 400, 403, 403],
      [401, 400, 403, 202, 400, 403, 403, 403],
      [401, 400, 202, 202, 400, 202, 403, 403],
    ],
  },
  {
    route: 'placeOrder', about: ' that terminates', ask: change('terminate', 'alpha'), changes: true,
    lines: [
      [401, 400, 202, 202, 400, 202, 403, 403],
      [401, 400, 400, 400, 400, 400, 403, 403],
      [401, 400, 202, 202, 400, 403, 403, 403],
      [401, 400, 202, 202, 400, 202, 403, 403],
    ],
  },
  {
    route: 'placeOrder', about: ' that terminates what the conditions hide', ask: change('terminate', 'courier'), changes: true,
    lines: [
      [401, 400, 202, 202, 400, 202, 403, 403],
      [401, 400, 400, 400, 400, 400, 403, 403],
      [401, 400, 400, 400, 400, 400, 403, 403],
      [401, 400, 202, 202, 400, 202, 403, 403],
    ],
  },
  {
    route: 'placeOrder', about: ' that terminates and leaves resources behind', ask: abandoning('alpha'), changes: true,
    lines: [
      [401, 400, 403, 403, 400, 202, 403, 403],
      [401, 400, 400, 400, 400, 400, 403, 403],
      [401, 400, 403, 403, 400, 403, 403, 403],
      [401, 400, 403, 403, 400, 202, 403, 403],
    ],
  },
  {
    route: 'placeOrder', about: ' that sets the owner in AWS', ask: repair('alpha'), changes: true,
    lines: [
      [401, 400, 403, 403, 400, 202, 403, 403],
      [401, 400, 400, 400, 400, 400, 403, 403],
      [401, 400, 403, 403, 400, 403, 403, 403],
      [401, 400, 403, 403, 400, 202, 403, 403],
    ],
  },
  {
    route: 'placeOrder', about: ' that runs a service action', ask: action('alpha'), changes: true,
    lines: [
      [401, 400, 202, 202, 400, 202, 403, 403],
      [401, 400, 400, 400, 400, 400, 403, 403],
      [401, 400, 202, 202, 400, 403, 403, 403],
      [401, 400, 202, 202, 400, 202, 403, 403],
    ],
  },
  {
    route: 'placeOrder', about: ' that imports a stack', ask: importOf('Bucket'), changes: true,
    lines: [
      [401, 403, 403, 403, 403, 202, 403, 403],
      [401, 403, 403, 403, 403, 400, 403, 403],
      [401, 403, 403, 403, 403, 403, 403, 403],
      [401, 403, 403, 403, 403, 202, 403, 403],
    ],
  },
  ...(['approveOrder', 'rejectOrder'] as const).flatMap((route): Row[] => [
    {
      route, about: ' that the conditions exclude', ask: order(waitingBucket, 'Because'), changes: true,
      lines: [
        [401, 404, 403, 403, 200, 403, 403, 403],
        [401, 404, 404, 404, 404, 404, 403, 403],
        [401, 404, 403, 403, 403, 404, 403, 403],
        [401, 404, 403, 403, 200, 403, 403, 403],
      ],
    },
    {
      route, about: '', ask: order(waitingQueue, 'Because'), changes: true,
      lines: [
        [401, 404, 403, 403, 200, 403, 403, 403],
        [401, 404, 404, 404, 404, 404, 403, 403],
        [401, 404, 403, 403, 200, 404, 403, 403],
        [401, 404, 403, 403, 200, 403, 403, 403],
      ],
    },
  ]),
  {
    route: 'cancelOrder', about: '', ask: order(waitingBucket), changes: true,
    lines: [
      [401, 404, 200, 200, 403, 200, 403, 403],
      [401, 404, 404, 404, 404, 404, 403, 403],
      [401, 404, 403, 200, 403, 404, 403, 403],
      [401, 404, 200, 200, 403, 200, 403, 403],
    ],
  },
  {
    route: 'retryOrder', about: '', ask: order(failed), changes: true,
    lines: [
      [401, 404, 202, 202, 403, 403, 403, 403],
      [401, 404, 404, 404, 404, 404, 403, 403],
      [401, 404, 403, 202, 403, 404, 403, 403],
      [401, 404, 202, 202, 403, 403, 403, 403],
    ],
  },
  {
    route: 'resumeOrder', about: '', ask: order(setAside), changes: true,
    lines: [
      [401, 404, 403, 403, 403, 202, 403, 403],
      [401, 404, 404, 404, 404, 404, 403, 403],
      [401, 404, 403, 403, 403, 404, 403, 403],
      [401, 404, 403, 403, 403, 202, 403, 403],
    ],
  },
  {
    route: 'holdLease', about: '', ask: async world => ({ ...(await running('alpha')(world)), body: { reason: 'Audit' } }), changes: true,
    lines: [
      [401, 404, 403, 403, 404, 200, 403, 403],
      [401, 404, 404, 404, 404, 404, 403, 403],
      [401, 404, 403, 403, 404, 200, 403, 403],
      [401, 404, 403, 403, 404, 200, 403, 403],
    ],
  },
  {
    route: 'releaseLease', about: '', ask: async world => ({ params: await world.held('alpha') }), changes: true,
    lines: [
      [401, 404, 403, 403, 404, 200, 403, 403],
      [401, 404, 404, 404, 404, 404, 403, 403],
      [401, 404, 403, 403, 404, 200, 403, 403],
      [401, 404, 403, 403, 404, 200, 403, 403],
    ],
  },
  {
    route: 'syncTarget', about: '', ask: async () => ({ params: { target: 'sandbox' } }), changes: true,
    lines: always([401, 403, 403, 403, 403, 202, 403, 403]),
  },
  {
    // There is nothing to encrypt anew, so it changes nothing for operators either.
    route: 'reencryptSecrets', about: '',
    lines: always([401, 403, 403, 403, 403, 200, 403, 403]),
  },
];
