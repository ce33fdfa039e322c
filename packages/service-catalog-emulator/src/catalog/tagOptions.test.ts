import {
  AssociateTagOptionWithResourceCommand,
  CreateTagOptionCommand,
  DescribeProvisioningParametersCommand,
  SearchProvisionedProductsCommand,
  UpdateTagOptionCommand,
} from '@aws-sdk/client-service-catalog';
import {
  BUCKET,
  client,
  ids,
  launch,
  start,
} from '../__testUtils__/ownCatalog';

describe('TagOptions', () => {
  /** Associates options, each given as `key=value`, and answers what a launch allows. */
  async function startWithOptions(options: {
    product?: string[];
    portfolio?: string[];
  }) {
    await start({ Storage: BUCKET });
    const made = new Map<string, string>();
    for (const [resource, list] of [
      ['Bucket', options.product],
      ['Storage', options.portfolio],
    ] as const) {
      for (const option of list ?? []) {
        const [Key, Value] = option.split('=');
        if (!made.has(option)) {
          const { TagOptionDetail } = await client.send(
            new CreateTagOptionCommand({ Key, Value }),
          );
          made.set(option, TagOptionDetail!.Id!);
        }
        await client.send(
          new AssociateTagOptionWithResourceCommand({
            ResourceId: ids(resource),
            TagOptionId: made.get(option),
          }),
        );
      }
    }
    return made;
  }

  async function allowed() {
    const { TagOptions } = await client.send(
      new DescribeProvisioningParametersCommand({
        ProductId: ids('Bucket'),
        ProvisioningArtifactName: 'v1',
      }),
    );
    return Object.fromEntries(
      TagOptions!.map(({ Key, Values }) => [Key, Values]),
    );
  }

  async function tagsOf(name: string) {
    const { ProvisionedProducts } = await client.send(
      new SearchProvisionedProductsCommand({
        Filters: { SearchQuery: [`name:${name}`] },
      }),
    );
    return Object.fromEntries(
      ProvisionedProducts![0]
        .Tags!.filter(({ Key }) => !Key!.startsWith('aws:'))
        .map(({ Key, Value }) => [Key, Value]),
    );
  }

  it('combine by key, and intersect where both sides have the key', async () => {
    await startWithOptions({
      product: ['env=dev', 'env=prod', 'cost=1'],
      portfolio: ['env=prod', 'env=test', 'team=a', 'team=b'],
    });
    expect(await allowed()).toEqual({
      env: ['prod'],
      team: ['a', 'b'],
      cost: ['1'],
    });
    await expect(launch('none')).rejects.toMatchObject({
      message: expect.stringContaining('team'),
    });
    await expect(
      launch('wrong', { Tags: [{ Key: 'team', Value: 'c' }] }),
    ).rejects.toMatchObject({ name: 'InvalidParametersException' });
    await expect(
      launch('wrong', {
        Tags: [
          { Key: 'team', Value: 'a' },
          { Key: 'env', Value: 'dev' },
        ],
      }),
    ).rejects.toMatchObject({ name: 'InvalidParametersException' });
    await launch('right', { Tags: [{ Key: 'team', Value: 'a' }] });
    expect(await tagsOf('right')).toEqual({
      team: 'a',
      env: 'prod',
      cost: '1',
    });
  });

  it('without a common value mark the conflict and must not be sent', async () => {
    await startWithOptions({ product: ['env=dev'], portfolio: ['env=prod'] });
    expect(await allowed()).toEqual({ env: [] });
    await expect(
      launch('wrong', { Tags: [{ Key: 'env', Value: 'dev' }] }),
    ).rejects.toMatchObject({
      message:
        'Parameter validation failed: Missing required parameter in Tags[0]:Value',
    });
    await launch('right');
    expect(await tagsOf('right')).toEqual({
      env: `sc-tagoption-conflict-${ids('Storage')}-${ids('Bucket')}`,
    });
  });

  it('do not apply while they are inactive', async () => {
    const made = await startWithOptions({ product: ['env=dev'] });
    await client.send(
      new UpdateTagOptionCommand({ Id: made.get('env=dev'), Active: false }),
    );
    expect(await allowed()).toEqual({});
  });
});
