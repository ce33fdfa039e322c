import { Tag } from 'backstage-plugin-aws-service-catalog-common';
import { portalTags, stampTags, TagOption } from './stampTags';

const config = {
  keys: {
    owner: 'backstage.io/owner',
    entity: 'backstage.io/entity',
    requester: 'backstage.io/requester',
    order: 'backstage.io/order',
    portal: 'backstage.io/portal',
  },
  extra: {
    Team: '${{ owner.name }}',
    Component: '${{ entity.kind }}-${{entity.name}} in ${{ target.accountId }}',
    Product: '${{ product.name }}',
  },
};

const values = {
  owner: 'group:default/team-payments',
  requester: 'user:default/ann',
  orderId: 'order-1',
  portal: 'demo',
  target: { name: 'sandbox', accountId: '111111111111', region: 'eu-west-1' },
  product: { id: 'prod-1', name: 'Bucket' },
};

function stamp(
  tagOptions: TagOption[] = [],
  own: Tag[] = [],
  changes: Partial<typeof values & { entity: string }> = {},
) {
  return stampTags({
    config,
    own,
    tagOptions,
    values: { ...values, ...changes },
  });
}

describe('stampTags', () => {
  it('puts the portal’s tags last, after the caller’s and the enforced ones', () => {
    expect(
      stamp(
        [
          { key: 'CostCenter', values: ['42'] },
          { key: 'Stage', values: ['dev', 'prod'] },
        ],
        [{ key: 'Stage', value: 'dev' }],
        { entity: 'component:default/payments-api' },
      ),
    ).toEqual({
      problems: [],
      tags: [
        { key: 'Stage', value: 'dev' },
        { key: 'CostCenter', value: '42' },
        { key: 'Team', value: 'team-payments' },
        {
          key: 'Component',
          value: 'component-payments-api in 111111111111',
        },
        { key: 'Product', value: 'Bucket' },
        { key: 'backstage.io/owner', value: 'group:default/team-payments' },
        { key: 'backstage.io/entity', value: 'component:default/payments-api' },
        { key: 'backstage.io/requester', value: 'user:default/ann' },
        { key: 'backstage.io/order', value: 'order-1' },
        { key: 'backstage.io/portal', value: 'demo' },
      ],
    });
  });

  it('leaves out what a launch has no value for', () => {
    expect(
      portalTags(config, { ...values, orderId: undefined }).map(
        ({ key }) => key,
      ),
    ).toEqual([
      'Team',
      'Product',
      'backstage.io/owner',
      'backstage.io/requester',
      'backstage.io/portal',
    ]);
  });

  it.each<[string, Parameters<typeof stamp>, string, RegExp]>([
    [
      'a caller who sends a stamped tag',
      [[], [{ key: 'backstage.io/owner', value: 'group:default/team-search' }]],
      'tags.backstage.io/owner',
      /The portal sets the tag backstage.io\/owner itself/,
    ],
    [
      'a caller who sends a stamped tag that this launch has no value for',
      [[], [{ key: 'backstage.io/entity', value: 'component:default/x' }]],
      'tags.backstage.io/entity',
      /The portal sets the tag/,
    ],
    [
      'a caller who sends an extra tag of the portal',
      [[], [{ key: 'Team', value: 'search' }]],
      'tags.Team',
      /The portal sets the tag Team itself/,
    ],
    [
      'a key that belongs to AWS',
      [[], [{ key: 'AWS:x', value: '1' }]],
      'tags.AWS:x',
      /not begin with aws:/,
    ],
    [
      'an empty value',
      [[], [{ key: 'a', value: '' }]],
      'tags.a',
      /must have a value of 1 to 256/,
    ],
    [
      'a forbidden character',
      [[], [{ key: 'a', value: 'x?' }]],
      'tags.a',
      /must have a value of/,
    ],
    [
      'a tag given twice',
      [
        [],
        [
          { key: 'a', value: '1' },
          { key: 'a', value: '2' },
        ],
      ],
      'tags.a',
      /given twice/,
    ],
    [
      'a TagOption that needs a choice',
      [[{ key: 'Stage', values: ['dev', 'prod'] }]],
      'tags.Stage',
      /must be one of dev, prod/,
    ],
    [
      'a value that a TagOption does not allow',
      [[{ key: 'Stage', values: ['dev'] }], [{ key: 'Stage', value: 'test' }]],
      'tags.Stage',
      /The tag Stage is test, but the product's TagOptions allow only dev/,
    ],
    [
      'a stamped tag that a TagOption does not allow',
      [[{ key: 'Team', values: ['search', 'ads'] }]],
      'tags.Team',
      /The portal would set the tag Team to team-payments, but the product's TagOptions allow only search, ads/,
    ],
    [
      'a stamped tag whose TagOptions contradict each other',
      [[{ key: 'backstage.io/owner', values: [] }]],
      'tags.backstage.io/owner',
      /contradict each other, so AWS takes no value/,
    ],
    [
      'a caller’s tag whose TagOptions contradict each other',
      [[{ key: 'Stage', values: [] }], [{ key: 'Stage', value: 'dev' }]],
      'tags.Stage',
      /contradict each other/,
    ],
    [
      'an extra tag that AWS would not take',
      [[], [], { product: { id: 'prod-1', name: 'Bucket (new)' } }],
      'tags.Product',
      /The portal would set the tag Product to 'Bucket \(new\)', which AWS does not take/,
    ],
  ])('names %s', (_, input, field, message) => {
    expect(stamp(...input).problems).toEqual([
      { field, message: expect.stringMatching(message) },
    ]);
  });

  it('sends nothing for a TagOption whose values contradict each other', () => {
    const { tags, problems } = stamp([{ key: 'Stage', values: [] }]);
    expect(problems).toEqual([]);
    expect(tags.map(({ key }) => key)).not.toContain('Stage');
  });

  it('takes 50 tags and refuses 51', () => {
    const many = (count: number) =>
      Array.from({ length: count }, (_, index) => ({
        key: `t${index}`,
        value: '1',
      }));
    expect(stamp([], many(44)).problems).toEqual([]);
    expect(stamp([], many(44)).tags).toHaveLength(50);
    expect(stamp([], many(45)).problems).toEqual([
      {
        field: 'tags',
        message:
          'A provisioned product has at most 50 tags; with those of the portal these are 51.',
      },
    ]);
  });
});
