import { mockServices } from '@backstage/backend-test-utils';
import { readConfig } from '../config';
import { portalConfig } from '../__testUtils__/portal';
import { expectedTags, findTagDrift, TaggedProduct } from './expectedTags';

const { awsServiceCatalog, ...rest } = portalConfig('http://127.0.0.1:1');
const config = readConfig(
  mockServices.rootConfig({
    data: {
      ...rest,
      awsServiceCatalog: {
        ...(awsServiceCatalog as object),
        tags: { extra: { Team: '${{ owner.name }}' } },
      },
    },
  }),
);

const stamped = [
  { key: 'Team', value: 'team-payments' },
  { key: 'backstage.io/owner', value: 'group:default/team-payments' },
  { key: 'backstage.io/entity', value: 'component:default/payments-api' },
  { key: 'backstage.io/requester', value: 'user:default/ann' },
  { key: 'backstage.io/order', value: 'order-1' },
  { key: 'backstage.io/portal', value: 'test' },
];

const own = { key: 'note', value: 'keep' };
const automatic = { key: 'aws:servicecatalog:productArn', value: 'arn' };

const ordered: TaggedProduct = {
  target: {
    name: 'sandbox',
    accountId: '111111111111',
    region: 'eu-central-1',
  },
  product: { id: 'prod-1', name: 'Bucket' },
  owner: 'group:default/team-payments',
  ownerSource: 'order',
  entityRef: 'component:default/payments-api',
  requester: 'user:default/ann',
  orderId: 'order-1',
  tags: [automatic, own, ...stamped],
};

describe('tags that something should have', () => {
  it('are what the portal stamps, with what others have put on it', () => {
    expect(expectedTags(config, ordered)).toEqual([own, ...stamped]);
    expect(findTagDrift(config, ordered, [])).toEqual([]);
  });

  it('follow the owner in the database, and not the tag', () => {
    const handedOver = {
      ...ordered,
      owner: 'group:default/team-search',
      ownerSource: 'adopted' as const,
      requester: undefined,
      tags: ordered.tags.filter(({ key }) => key !== 'backstage.io/portal'),
    };
    expect(findTagDrift(config, handedOver, [])).toEqual([
      {
        key: 'Team',
        because: 'stamped',
        expected: ['team-search'],
        actual: 'team-payments',
      },
      {
        key: 'backstage.io/owner',
        because: 'stamped',
        expected: ['group:default/team-search'],
        actual: 'group:default/team-payments',
      },
      {
        key: 'backstage.io/portal',
        because: 'stamped',
        expected: ['test'],
        actual: undefined,
      },
    ]);
    const repaired = { ...handedOver, tags: expectedTags(config, handedOver) };
    expect(findTagDrift(config, repaired, [])).toEqual([]);
    expect(repaired.tags).toContainEqual(own);
  });

  it('name no entity of which it is not', () => {
    const adopted = {
      ...ordered,
      ownerSource: 'adopted' as const,
      entityRef: undefined,
    };
    expect(findTagDrift(config, adopted, [])).toEqual([
      {
        key: 'backstage.io/entity',
        because: 'stamped',
        expected: [],
        actual: 'component:default/payments-api',
      },
    ]);
    const repaired = { ...adopted, tags: expectedTags(config, adopted) };
    expect(repaired.tags).toHaveLength(stamped.length);
    expect(findTagDrift(config, repaired, [])).toEqual([]);
  });

  it('are nobody else’s business for what is owned by a trusted tag, or by nobody', () => {
    for (const ownerSource of ['tag', undefined] as const) {
      const theirs = { ...ordered, ownerSource, tags: [automatic, own] };
      expect(expectedTags(config, theirs)).toEqual([own]);
      expect(findTagDrift(config, theirs, [])).toEqual([]);
    }
  });

  it('follow the TagOptions of the path that fits best', () => {
    const tagged = {
      ...ordered,
      tags: [...ordered.tags, { key: 'Stage', value: 'dev' }],
    };
    const now = [
      { key: 'Stage', values: ['test', 'prod'] },
      { key: 'CostCenter', values: ['42'] },
      // What the portal stamps is not up to TagOptions here: a launch is refused when they contradict each other.
      { key: 'Team', values: ['other'] },
      { key: 'note', values: [] },
    ];
    const fitsBetter = now.slice(0, 1);
    expect(findTagDrift(config, tagged, [now, fitsBetter])).toEqual([
      {
        key: 'Stage',
        because: 'tag-option',
        expected: ['test', 'prod'],
        actual: 'dev',
      },
    ]);
    expect(findTagDrift(config, tagged, [now]).map(({ key }) => key)).toEqual([
      'Stage',
      'CostCenter',
    ]);
    const before = [{ key: 'Stage', values: ['dev'] }];
    expect(findTagDrift(config, tagged, [now, before])).toEqual([]);
    // The only value is sent, one of several is for somebody to choose, and a key without values is not sent at all.
    expect(expectedTags(config, tagged, now)).toEqual([
      { key: 'Stage', value: 'dev' },
      { key: 'CostCenter', value: '42' },
      ...stamped,
    ]);
  });
});
