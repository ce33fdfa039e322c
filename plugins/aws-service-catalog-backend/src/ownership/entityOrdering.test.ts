import { mockCredentials } from '@backstage/backend-test-utils';
import {
  ANNOTATION_PORTFOLIOS,
  ANNOTATION_PRODUCTS,
  ANNOTATION_TARGET,
} from 'backstage-plugin-aws-service-catalog-common';
import { component } from '../__testUtils__/entities';
import { Caller } from '../authorize';
import { decideEntityOrdering } from './entityOrdering';
import { chooseOwner, possibleOwners } from './owners';

const payments = 'group:default/team-payments';
const search = 'group:default/team-search';

const targets = [
  { name: 'sandbox', owners: [payments, search] },
  { name: 'production', owners: [payments] },
].map(target => ({
  ...target,
  accountId: '111111111111',
  region: 'eu-central-1',
  trustOwnerTags: false,
}));

function caller(refs: string[], changes: Partial<Caller> = {}): Caller {
  return {
    credentials: mockCredentials.user(),
    principal: 'user',
    userEntityRef: 'user:default/ann',
    ownershipEntityRefs: ['user:default/ann', ...refs],
    isOperator: false,
    targets: new Map(
      targets
        .map(
          ({ name, owners }) =>
            [name, refs.filter(ref => owners.includes(ref))] as const,
        )
        .filter(([, served]) => served.length > 0),
    ),
    ...changes,
  };
}

const known = async (names: readonly string[]) => ({
  products: new Set(
    names.includes('production') ? ['prod-1', 'Bucket', 'Vault'] : ['Bucket'],
  ),
  portfolios: new Set(['Storage']),
});

describe('decideEntityOrdering', () => {
  it.each([
    ['no-owner', component('x'), [payments], /has no owner. Set spec.owner/],
    [
      'not-yours',
      component('x', search),
      [payments],
      /belongs to group:default\/team-search/,
    ],
    [
      'not-served',
      component('x', 'group:default/ads'),
      ['group:default/ads'],
      /No AWS account is set up for group:default\/ads/,
    ],
    [
      'unknown-annotation-value',
      component('x', payments, { [ANNOTATION_TARGET]: 'sandbox, prod' }),
      [payments],
      /names the target 'prod'/,
    ],
    [
      'unknown-annotation-value',
      component('x', search, { [ANNOTATION_TARGET]: 'production' }),
      [search],
      /names the target 'production', which does not exist for this owner/,
    ],
    [
      'unknown-annotation-value',
      component('x', payments, { [ANNOTATION_PORTFOLIOS]: 'Sturage' }),
      [payments],
      /names the portfolio 'Sturage'/,
    ],
    [
      'unknown-annotation-value',
      component('x', search, { [ANNOTATION_PRODUCTS]: 'Bucket,Vault' }),
      [search],
      /names the product 'Vault'/,
    ],
  ])('says %s, why, and what to do', async (state, entity, teams, message) => {
    const { ordering, scope } = await decideEntityOrdering({
      entity,
      caller: caller(teams),
      targets,
      known,
    });
    expect(ordering).toMatchObject({
      state,
      entityRef: 'component:default/x',
      message: expect.stringMatching(message),
    });
    expect(scope).toBeUndefined();
  });

  it('lets annotations narrow what the owner may order', async () => {
    const { ordering, scope } = await decideEntityOrdering({
      entity: component('x', payments, {
        [ANNOTATION_TARGET]: 'production',
        [ANNOTATION_PORTFOLIOS]: ' Storage ,',
        [ANNOTATION_PRODUCTS]: 'prod-1',
      }),
      caller: caller([payments]),
      targets,
      known,
    });
    expect(ordering).toEqual({
      entityRef: 'component:default/x',
      owner: payments,
      state: 'ok',
    });
    expect(scope).toEqual({
      targets: ['production'],
      portfolios: ['Storage'],
      products: ['prod-1'],
    });
  });

  it('takes all targets of the owner without annotations', async () => {
    const { scope } = await decideEntityOrdering({
      entity: component('x', payments),
      caller: caller([payments]),
      targets,
      known,
    });
    expect(scope).toEqual({ targets: ['sandbox', 'production'] });
  });

  it('counts the owner that the caller belongs to when there are several', async () => {
    const entity = component('x', search);
    entity.relations?.push({ type: 'ownedBy', targetRef: payments });
    const decide = async (team: string) =>
      (
        await decideEntityOrdering({
          entity,
          caller: caller([team]),
          targets,
          known,
        })
      ).ordering;
    expect(await decide(payments)).toMatchObject({
      state: 'ok',
      owner: payments,
    });
    expect(await decide(search)).toMatchObject({ state: 'ok', owner: search });
  });

  it('lets a group order for itself, and a service look at anything', async () => {
    const group = { ...component('team-search'), kind: 'Group' };
    expect(
      await decideEntityOrdering({
        entity: group,
        caller: caller([search]),
        targets,
        known,
      }),
    ).toMatchObject({ ordering: { state: 'ok', owner: search } });
    expect(
      await decideEntityOrdering({
        entity: component('x', payments),
        caller: caller([], {
          principal: 'service',
          userEntityRef: undefined,
          ownershipEntityRefs: [],
        }),
        targets,
        known,
      }),
    ).toMatchObject({ ordering: { state: 'ok', owner: payments } });
  });
});

describe('chooseOwner', () => {
  it.each([
    ['the only team', [payments], 'sandbox', undefined, { owner: payments }],
    [
      'the only team that the target serves',
      [payments, search],
      'production',
      undefined,
      { owner: payments },
    ],
    [
      'the team that is named',
      [payments, search],
      'sandbox',
      search,
      { owner: search },
    ],
    [
      'none of two teams',
      [payments, search],
      'sandbox',
      undefined,
      {
        problem: {
          field: 'owner',
          message: `Choose which of your teams owns it: ${payments}, ${search}.`,
        },
      },
    ],
    [
      'no team of others',
      [payments],
      'sandbox',
      search,
      {
        problem: {
          field: 'owner',
          message: `You are not a member of ${search}.`,
        },
      },
    ],
    [
      'no team that the target does not serve',
      [payments, search],
      'production',
      search,
      {
        problem: {
          field: 'owner',
          message: `${search} is not served by target production.`,
        },
      },
    ],
    [
      'nothing in a target that serves none',
      [search],
      'production',
      undefined,
      {
        problem: {
          field: 'owner',
          message: 'Target production serves none of your teams.',
        },
      },
    ],
  ])('takes %s', (_, teams, target, named, expected) => {
    expect(chooseOwner(caller(teams), target, named)).toEqual(expected);
  });

  it('takes the user when no team may own it', () => {
    const user = 'user:default/ann';
    const alone = caller([], { targets: new Map([['sandbox', [user]]]) });
    expect(chooseOwner(alone, 'sandbox')).toEqual({ owner: user });
    const both = caller([], {
      targets: new Map([['sandbox', [user, payments]]]),
    });
    expect(chooseOwner(both, 'sandbox')).toEqual({ owner: payments });
    expect(chooseOwner(both, 'sandbox', user)).toEqual({ owner: user });
    expect(possibleOwners(both, 'sandbox')).toEqual([payments, user]);
  });
});
