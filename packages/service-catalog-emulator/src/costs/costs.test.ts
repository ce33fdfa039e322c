import {
  GetCostAndUsageCommand,
  GetCostAndUsageCommandInput,
} from '@aws-sdk/client-cost-explorer';
import {
  ProvisionProductCommand,
  SearchProvisionedProductsCommand,
} from '@aws-sdk/client-service-catalog';
import { costExplorerClient } from '../__testUtils__/clients';
import { Launching } from '../__testUtils__/launching';

const ARN = 'aws:servicecatalog:provisionedProductArn';
const HOUR = 3600;
const DATABASE = {
  Resources: {
    Database: { Type: 'AWS::RDS::DBInstance' },
    Role: { Type: 'AWS::IAM::Role' },
  },
};
const DATABASE_AND_QUEUE = {
  Resources: { ...DATABASE.Resources, Queue: { Type: 'AWS::SQS::Queue' } },
};

/** One database, launched at 09:00:20.123 on January 5th. */
async function start() {
  const launching = await Launching.start({
    v1: DATABASE,
    v2: DATABASE_AND_QUEUE,
  });
  await launching.client.send(
    new ProvisionProductCommand({
      ProductName: 'Stack',
      ProvisioningArtifactName: 'v1',
      ProvisionedProductName: 'mine',
      Tags: [{ Key: 'team', Value: 'payments' }],
    }),
  );
  launching.wait(20);
  const explorer = costExplorerClient(launching.emulator.url);
  const query = async (more: Partial<GetCostAndUsageCommandInput> = {}) => {
    const { ResultsByTime } = await explorer.send(
      new GetCostAndUsageCommand({
        TimePeriod: { Start: '2026-01-05', End: '2026-01-07' },
        Granularity: 'DAILY',
        Metrics: ['UnblendedCost'],
        ...more,
      }),
    );
    return ResultsByTime!;
  };
  /** Totals by period, to the cent of a cent. */
  const totals = async (more: Partial<GetCostAndUsageCommandInput> = {}) =>
    (await query(more)).map(({ TimePeriod, Total }) => [
      TimePeriod!.Start,
      Number(Number(Total!.UnblendedCost!.Amount).toFixed(4)),
    ]);
  return { launching, query, totals };
}

describe('Cost Explorer', () => {
  it('counts each hour that a resource exists, up to the present', async () => {
    const { launching, totals } = await start();
    expect(await totals()).toEqual([
      ['2026-01-05', 0],
      ['2026-01-06', 0],
    ]);
    launching.wait(10 * HOUR);
    expect(await totals()).toEqual([
      ['2026-01-05', 0.72],
      ['2026-01-06', 0],
    ]);
    launching.wait(20 * HOUR);
    const day = [
      ['2026-01-05', 1.0796],
      ['2026-01-06', 1.0804],
    ];
    expect(await totals()).toEqual(day);
    expect(await totals()).toEqual(day);
    expect(
      await totals({
        Granularity: 'MONTHLY',
        TimePeriod: { Start: '2025-12-15', End: '2026-02-01' },
      }),
    ).toEqual([
      ['2025-12-15', 0],
      ['2026-01-01', 2.16],
    ]);
  });

  it('follows updates, and stops with the stack', async () => {
    const { launching, totals } = await start();
    launching.wait(10 * HOUR - 20);
    await launching.update('v2');
    launching.wait(20 + HOUR);
    expect((await totals())[0]).toEqual(['2026-01-05', 0.7924]);
    await launching.terminate();
    launching.wait(HOUR);
    const after = await totals();
    launching.wait(24 * HOUR);
    expect(await totals()).toEqual(after);
  });

  it('groups by the tag of the provisioned product, and by any other', async () => {
    const { launching, query } = await start();
    launching.wait(10 * HOUR);
    const { ProvisionedProducts } = await launching.client.send(
      new SearchProvisionedProductsCommand({}),
    );
    const [{ Arn }] = ProvisionedProducts!;
    const [first, second] = await query({
      GroupBy: [
        { Type: 'TAG', Key: ARN },
        { Type: 'DIMENSION', Key: 'SERVICE' },
      ],
      Metrics: ['UnblendedCost', 'UsageQuantity'],
    });
    expect(first).toEqual({
      TimePeriod: { Start: '2026-01-05', End: '2026-01-06' },
      Total: {},
      Estimated: true,
      Groups: [
        {
          Keys: [`${ARN}$${Arn}`, 'Amazon Relational Database Service'],
          Metrics: {
            UnblendedCost: { Amount: '0.7200000000', Unit: 'USD' },
            UsageQuantity: { Amount: '10.0000000000', Unit: 'N/A' },
          },
        },
      ],
    });
    expect(second.Groups).toEqual([]);
    const keys = async (Key: string) =>
      (await query({ GroupBy: [{ Type: 'TAG', Key }] }))[0].Groups!.flatMap(
        ({ Keys }) => Keys,
      );
    expect(await keys('team')).toEqual(['team$payments']);
    expect(await keys('other')).toEqual(['other$']);
    launching.wait();
    await launching.terminate();
    launching.wait();
    expect(await keys(ARN)).toEqual([`${ARN}$${Arn}`]);
  });

  it.each<[string, GetCostAndUsageCommandInput['Filter'], number]>([
    ['a tag', { Tags: { Key: 'team', Values: ['payments'] } }, 0.72],
    ['another value', { Tags: { Key: 'team', Values: ['search'] } }, 0],
    [
      'part of a value',
      {
        Tags: {
          Key: ARN,
          Values: ['STACK/MINE/'],
          MatchOptions: ['CONTAINS', 'CASE_INSENSITIVE'],
        },
      },
      0.72,
    ],
    ['an absent tag', { Tags: { Key: 'x', MatchOptions: ['ABSENT'] } }, 0.72],
    [
      'a combination',
      {
        And: [
          { Not: { Dimensions: { Key: 'REGION', Values: ['eu-west-1'] } } },
          {
            Or: [
              { Dimensions: { Key: 'SERVICE', Values: ['Amazon DynamoDB'] } },
              {
                Dimensions: { Key: 'LINKED_ACCOUNT', Values: ['123456789012'] },
              },
            ],
          },
        ],
      },
      0.72,
    ],
  ])('filters by %s', async (_, Filter, expected) => {
    const { launching, totals } = await start();
    launching.wait(10 * HOUR);
    expect((await totals({ Filter }))[0][1]).toBe(expected);
  });

  it.each<[string, Partial<GetCostAndUsageCommandInput>, string]>([
    [
      'a period without length',
      { TimePeriod: { Start: '2026-01-05', End: '2026-01-05' } },
      'should be before',
    ],
    ['an unknown metric', { Metrics: ['Money'] }, 'Invalid metric: Money'],
    [
      'three groups',
      { GroupBy: ['a', 'b', 'c'].map(Key => ({ Type: 'TAG', Key })) },
      'At most 2',
    ],
    ['an empty filter', { Filter: {} }, 'Expected only one of'],
    ['no metrics', { Metrics: undefined }, 'Member must not be null'],
    [
      'a dimension that is not simulated',
      { Filter: { Dimensions: { Key: 'AZ', Values: ['a'] } } },
      'SERVICE, REGION and LINKED_ACCOUNT',
    ],
  ])('refuses %s', async (_, more, message) => {
    const { query } = await start();
    await expect(query(more)).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining(message),
    });
  });
});
