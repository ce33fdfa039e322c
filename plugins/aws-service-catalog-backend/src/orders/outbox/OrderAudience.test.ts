import { mockServices } from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { group, user } from '../../__testUtils__/entities';
import { anOrder } from '../../__testUtils__/orders';
import { portalConfig } from '../../__testUtils__/portal';
import { Authorizer } from '../../authorize';
import { readConfig } from '../../config';
import { MemberDirectory } from '../../MemberDirectory';
import { OrderAudience, OrderRole, orderRoles } from './OrderAudience';

const PAYMENTS = 'group:default/team-payments';
const SEARCH = 'group:default/team-search';
const PLATFORM = 'group:default/platform-engineering';
const ADS = 'group:default/team-ads';

const config = readConfig(
  mockServices.rootConfig({ data: portalConfig('http://127.0.0.1:1') }),
);

const audience = new OrderAudience({
  operators: config.operators,
  members: new MemberDirectory({
    auth: mockServices.auth(),
    catalog: catalogServiceMock({
      entities: [
        group(PAYMENTS, ['payments-dev', 'payments-dev-2']),
        group(SEARCH, ['search-dev']),
        group(PLATFORM, ['platform-engineer', 'payments-dev']),
        group(ADS, ['ads-dev']),
        user('payments-dev', [PAYMENTS, PLATFORM]),
        user('payments-dev-2', [PAYMENTS]),
        user('search-dev', [SEARCH]),
        user('platform-engineer', [PLATFORM]),
        user('ads-dev', [ADS]),
      ],
    }),
  }),
  authorizer: new Authorizer({
    config,
    auth: mockServices.auth(),
    userInfo: mockServices.userInfo(),
    permissions: mockServices.permissions(),
    permissionsRegistry: mockServices.permissionsRegistry.mock(),
  }),
});

/** Names of who is told of an order, by role. */
async function find(
  changes: Parameters<typeof anOrder>[0],
  roles: readonly OrderRole[] = orderRoles,
) {
  const found = await audience.find(anOrder(changes), roles);
  return Object.fromEntries(
    Object.entries(found)
      .filter(([, users]) => users.length > 0)
      .map(([role, users]) => [role, users.map(ref => ref.split('/')[1])]),
  );
}

describe('OrderAudience', () => {
  it('finds operators as well, and the requester in no second role', async () => {
    expect(await find({})).toEqual({
      requester: ['payments-dev'],
      owner: ['payments-dev-2'],
      operator: ['platform-engineer'],
    });
    expect(await find({}, ['operator'])).toEqual({
      operator: ['platform-engineer'],
    });
  });

  it.each([
    ['the target does not serve the owner any more', { owner: ADS }],
    ['the target is not configured any more', { target: 'gone' }],
  ])('finds no owner when %s', async (_, changes) => {
    const { owner } = await find(changes);
    expect(owner).toBeUndefined();
  });

  it('finds nobody whom the target does not serve', async () => {
    expect(
      await find({ owner: 'user:default/payments-dev-2', target: 'sandbox' }, [
        'owner',
      ]),
    ).toEqual({});
    // Of a target that serves search, so that its own orders are shown.
    expect(
      await find({ requester: 'user:default/search-dev' }, ['requester']),
    ).toEqual({ requester: ['search-dev'] });
    expect(
      await find({ requester: 'user:default/ads-dev' }, ['requester']),
    ).toEqual({});
  });
});
