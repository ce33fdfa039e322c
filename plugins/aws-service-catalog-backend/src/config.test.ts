import { ConfigReader } from '@backstage/config';
import { JsonObject } from '@backstage/types';
import { readConfig } from './config';

const secret = Buffer.alloc(32, 7).toString('base64');

const target = {
  name: 'sandbox',
  accountId: '111111111111',
  region: 'eu-central-1',
};

const approval = { default: { auto: true } };
const minimal = { portal: 'demo', targets: [target], approval };

function read(awsServiceCatalog: JsonObject) {
  return readConfig(new ConfigReader({ awsServiceCatalog }));
}

function messageOf(awsServiceCatalog: JsonObject): string {
  try {
    read(awsServiceCatalog);
  } catch (error) {
    return (error as Error).message;
  }
  return 'no error';
}

describe('readConfig', () => {
  it('fills in everything that may be left out', () => {
    expect(read(minimal)).toEqual({
      portal: 'demo',
      operators: [],
      readers: ['plugin:scaffolder'],
      targets: [{ ...target, owners: [], trustOwnerTags: false }],
      approval: {
        policies: [],
        default: {
          auto: true,
          approvers: [],
          quorum: 1,
          timeout: 24 * 60 * 60_000,
          onTimeout: 'expire',
        },
      },
      parameters: [],
      quotas: [],
      estimates: [],
      leases: [],
      costs: {
        payers: [],
        frequency: { hours: 24 },
        tagKey: 'aws:servicecatalog:provisionedProductArn',
        metric: 'UnblendedCost',
      },
      doctor: { frequency: { hours: 6 } },
      tags: {
        keys: {
          owner: 'backstage.io/owner',
          entity: 'backstage.io/entity',
          requester: 'backstage.io/requester',
          order: 'backstage.io/order',
          portal: 'backstage.io/portal',
        },
        extra: {},
      },
      secrets: { keys: [], lostKeys: [] },
      sync: { frequency: { minutes: 5 }, timeout: { minutes: 10 } },
      reconcile: {
        interval: { seconds: 2 },
        stuckAfter: { hours: 2 },
        busyTimeout: { hours: 4 },
        serialProducts: [],
      },
    });
  });

  it('reads everything, with entity refs in full and keys as bytes, and freezes it', () => {
    const config = read({
      portal: 'demo',
      operators: ['group:Platform-Engineering'],
      readers: ['plugin:catalog', 'external:reports'],
      targets: [
        {
          ...target,
          endpoint: 'http://127.0.0.1:4580',
          owners: ['group:default/team-payments', 'user:ann'],
          trustOwnerTags: true,
        },
      ],
      tags: { owner: 'team/owner', extra: { Team: '${{ owner.name }}' } },
      approval: {
        policies: [
          {
            name: 'Databases',
            match: {
              products: ['PostgreSQL'],
              owners: ['group:Team-Payments'],
            },
            approvers: ['group:Platform-Engineering'],
            quorum: 2,
            timeout: 'PT2H',
            onTimeout: 'reject',
          },
        ],
        default: { auto: true },
      },
      quotas: [{ name: 'All', limit: 10 }],
      estimates: [{ monthly: 2.5, currency: 'USD' }],
      secrets: { keys: [{ id: '2026-11', secret }] },
      sync: {
        frequency: { hours: 1 },
        timeout: 'PT20M',
        hints: { topic: 'aws.stacks' },
      },
      reconcile: { interval: { seconds: 5 }, stuckAfter: 'PT30M' },
    });
    expect(config).toMatchObject({
      operators: ['group:default/platform-engineering'],
      readers: ['plugin:catalog', 'external:reports'],
      targets: [
        {
          endpoint: 'http://127.0.0.1:4580',
          owners: ['group:default/team-payments', 'user:default/ann'],
          trustOwnerTags: true,
        },
      ],
      tags: {
        keys: { owner: 'team/owner', entity: 'backstage.io/entity' },
        extra: { Team: '${{ owner.name }}' },
      },
      approval: {
        policies: [
          {
            name: 'Databases',
            match: {
              products: ['PostgreSQL'],
              owners: ['group:default/team-payments'],
            },
            approvers: ['group:default/platform-engineering'],
            quorum: 2,
            timeout: 2 * 60 * 60_000,
            onTimeout: 'reject',
          },
        ],
      },
      quotas: [{ name: 'All', match: {}, limit: 10 }],
      estimates: [{ match: {}, monthly: 2.5, currency: 'USD' }],
      sync: {
        frequency: { hours: 1 },
        timeout: { minutes: 20 },
        hints: { topic: 'aws.stacks', delay: { seconds: 10 } },
      },
      reconcile: { interval: { seconds: 5 }, stuckAfter: { minutes: 30 } },
    });
    expect(config.secrets.keys).toEqual([
      { id: '2026-11', secret: Buffer.alloc(32, 7) },
    ]);
    expect(Object.isFrozen(config.targets[0].owners)).toBe(true);
  });

  it('fails when there is no configuration at all', () => {
    expect(() => readConfig(new ConfigReader({}))).toThrow(
      'Invalid configuration: awsServiceCatalog is missing',
    );
  });

  const withTarget = (changes: JsonObject) => ({
    ...minimal,
    targets: [{ ...target, ...changes }],
  });

  it.each<[string, JsonObject, string]>([
    [
      'the same payer account twice',
      {
        ...minimal,
        costs: {
          payers: [
            { accountId: '999999999999' },
            { accountId: '999999999999', region: 'cn-northwest-1' },
          ],
        },
      },
      "awsServiceCatalog.costs.payers[1].accountId repeats '999999999999'",
    ],
    [
      'costs that AWS does not know',
      { ...minimal, costs: { metric: 'Money' } },
      'awsServiceCatalog.costs.metric Invalid option',
    ],
    [
      'a doctor that always looks',
      { ...minimal, doctor: { frequency: { hours: 0 } } },
      'awsServiceCatalog.doctor.frequency must be a duration',
    ],
    [
      'a missing key',
      { targets: [target] },
      'awsServiceCatalog.portal must be',
    ],
    [
      'an empty portal',
      { ...minimal, portal: '' },
      'awsServiceCatalog.portal must be a tag value',
    ],
    [
      'an unknown key',
      { ...minimal, protal: 'x' },
      'awsServiceCatalog.protal is not a known key',
    ],
    [
      'an unknown key of a target',
      withTarget({ owner: 'x' }),
      'awsServiceCatalog.targets[0].owner is not a known key',
    ],
    [
      'no target',
      { ...minimal, targets: [] },
      'awsServiceCatalog.targets must name at least one target',
    ],
    [
      'a name that is no path segment',
      withTarget({ name: 'Sand/box' }),
      'awsServiceCatalog.targets[0].name must be 1 to 63',
    ],
    [
      'an account id that YAML took for a number',
      withTarget({ accountId: 111111111111 }),
      'awsServiceCatalog.targets[0].accountId must be a string of 12 digits: put it in quotes',
    ],
    [
      'a short account id',
      withTarget({ accountId: '1111' }),
      'awsServiceCatalog.targets[0].accountId must be 12 digits',
    ],
    [
      'no Region',
      withTarget({ region: 'europe' }),
      'awsServiceCatalog.targets[0].region must be a Region',
    ],
    [
      'an endpoint that is no URL',
      withTarget({ endpoint: 'localhost' }),
      'awsServiceCatalog.targets[0].endpoint must be an http or https URL',
    ],
    [
      'an endpoint of another protocol',
      withTarget({ endpoint: 'file:///etc' }),
      'awsServiceCatalog.targets[0].endpoint must be an http or https URL',
    ],
    [
      'an owner without a kind',
      withTarget({ owners: ['team-a'] }),
      "awsServiceCatalog.targets[0].owners[0] must be an entity reference such as group:default/team-a, got 'team-a'",
    ],
    [
      'the same target twice',
      { ...minimal, targets: [target, target] },
      "awsServiceCatalog.targets[1].name repeats 'sandbox'",
    ],
    [
      'two targets that are the same account and Region',
      {
        ...minimal,
        targets: [
          target,
          { ...target, name: 'elsewhere', region: 'eu-west-1' },
          { ...target, name: 'again' },
        ],
      },
      "awsServiceCatalog.targets[2] ('again') is the same account and Region as awsServiceCatalog.targets[0] ('sandbox')",
    ],
    [
      'an operator that is no ref',
      { ...minimal, operators: ['x'] },
      'awsServiceCatalog.operators[0] must be an entity reference',
    ],
    [
      'a reader that is no service',
      { ...minimal, readers: ['scaffolder'] },
      'awsServiceCatalog.readers[0] must be a service such as plugin:scaffolder',
    ],
    [
      'a tag key of AWS',
      { ...minimal, tags: { owner: 'aws:owner' } },
      'awsServiceCatalog.tags.owner must be a tag key',
    ],
    [
      'an extra tag key with a forbidden character',
      { ...minimal, tags: { extra: { 'a*b': 'x' } } },
      'awsServiceCatalog.tags.extra.a*b must be a tag key',
    ],
    [
      'two tags of one key',
      { ...minimal, tags: { extra: { 'backstage.io/owner': 'x' } } },
      "awsServiceCatalog.tags.extra.backstage.io/owner repeats 'backstage.io/owner'",
    ],
    [
      'a template of something unknown',
      { ...minimal, tags: { extra: { Team: '${{ team.name }}' } } },
      "awsServiceCatalog.tags.extra.Team names 'team.name'; known are owner.ref",
    ],
    [
      'a short secret key',
      { ...minimal, secrets: { keys: [{ id: 'a', secret: 'c2hvcnQ=' }] } },
      'awsServiceCatalog.secrets.keys[0].secret must be 32 bytes in base64',
    ],
    [
      'a secret key that is no base64',
      { ...minimal, secrets: { keys: [{ id: 'a', secret: '!hunter2!' }] } },
      'awsServiceCatalog.secrets.keys[0].secret must be base64',
    ],
    [
      'two secret keys of one id',
      {
        ...minimal,
        secrets: {
          keys: [
            { id: 'a', secret },
            { id: 'a', secret },
          ],
        },
      },
      "awsServiceCatalog.secrets.keys[1].id repeats 'a'",
    ],
    [
      'a duration that is none',
      { ...minimal, sync: { frequency: { fortnights: 1 } } },
      'awsServiceCatalog.sync.frequency must be a duration',
    ],
    [
      'a period of nothing',
      { ...minimal, sync: { frequency: { seconds: 0 } } },
      'awsServiceCatalog.sync.frequency must be a duration such as { hours: 24 } or PT24H, and longer than none',
    ],
    [
      'hints without a topic',
      { ...minimal, sync: { hints: { delay: 'PT5S' } } },
      'awsServiceCatalog.sync.hints.topic must be a string',
    ],
    [
      'an unknown key of sync',
      { ...minimal, sync: { every: 5 } },
      'awsServiceCatalog.sync.every is not a known key',
    ],
    [
      'an interval that is none',
      { ...minimal, reconcile: { interval: 'soon' } },
      'awsServiceCatalog.reconcile.interval must be a duration',
    ],
    [
      'a serial product that is named twice',
      { ...minimal, reconcile: { serialProducts: ['a', 'a'] } },
      "awsServiceCatalog.reconcile.serialProducts[1] repeats 'a'",
    ],
    [
      'a serial product without a name',
      { ...minimal, reconcile: { serialProducts: [''] } },
      'awsServiceCatalog.reconcile.serialProducts[0]',
    ],
    [
      'a wait that is none',
      { ...minimal, reconcile: { busyTimeout: 'for ever' } },
      'awsServiceCatalog.reconcile.busyTimeout must be a duration',
    ],
    [
      'two leases of one name',
      {
        ...minimal,
        leases: ['P30D', 'P60D'].map(lifetime => ({
          name: 'a',
          lifetime,
          onExpiry: 'flag',
        })),
      },
      "awsServiceCatalog.leases[1].name repeats 'a'",
    ],
    [
      'a lease without an expiry',
      { ...minimal, leases: [{ name: 'a', lifetime: 'P30D' }] },
      'awsServiceCatalog.leases[0].onExpiry',
    ],
    [
      'approval without a default',
      { ...minimal, approval: {} },
      'awsServiceCatalog.approval.default must be a object',
    ],
    [
      'an approval that is both automatic and not',
      {
        ...minimal,
        approval: { default: { auto: true, approvers: ['group:a'] } },
      },
      'awsServiceCatalog.approval.default must have one of auto: true, approvers, and provider',
    ],
    [
      'an approval by nobody',
      { ...minimal, approval: { default: {} } },
      'awsServiceCatalog.approval.default must have one of',
    ],
    [
      'a time-out of nothing',
      {
        ...minimal,
        approval: { default: { approvers: ['group:a'], timeout: 'PT0S' } },
      },
      'awsServiceCatalog.approval.default.timeout must be a duration such as { hours: 24 }',
    ],
    [
      'two policies of one name',
      {
        ...minimal,
        approval: {
          policies: [
            { name: 'a', auto: true },
            { name: 'a', auto: true },
          ],
          default: { auto: true },
        },
      },
      "awsServiceCatalog.approval.policies[1].name repeats 'a'",
    ],
    [
      'a policy that matches an unknown key',
      {
        ...minimal,
        approval: {
          policies: [{ name: 'a', match: { product: ['x'] }, auto: true }],
          default: { auto: true },
        },
      },
      'awsServiceCatalog.approval.policies[0].match.product is not a known key',
    ],
    [
      'a cost without a bound',
      {
        ...minimal,
        approval: {
          policies: [
            { name: 'a', match: { estimate: { currency: 'USD' } }, auto: true },
          ],
          default: { auto: true },
        },
      },
      'awsServiceCatalog.approval.policies[0].match.estimate must say above or below',
    ],
    [
      'a parameter filled in with what nobody knows',
      { ...minimal, parameters: [{ name: 'Team', value: '${{ team.name }}' }] },
      "awsServiceCatalog.parameters[0].value names 'team.name'; known are owner.ref",
    ],
    [
      'a quota below none',
      { ...minimal, quotas: [{ name: 'a', limit: -1 }] },
      'awsServiceCatalog.quotas[0].limit',
    ],
  ])('names %s', (_, config, message) => {
    expect(messageOf(config)).toContain(message);
  });

  it('names all wrong keys at once, and never a secret', () => {
    const message = messageOf({
      targets: [{ ...target, accountId: 'x' }],
      secrets: { keys: [{ id: 'a', secret: 'hunter2-hunter2' }] },
    });
    expect(message).toContain('awsServiceCatalog.portal');
    expect(message).toContain('awsServiceCatalog.targets[0].accountId');
    expect(message).toContain('awsServiceCatalog.secrets.keys[0].secret');
    expect(message).not.toContain('hunter2');
  });
});
