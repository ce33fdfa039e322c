import {
  CreatePortfolioCommand,
  CreatePortfolioShareCommand,
  ServiceCatalogClient,
} from '@aws-sdk/client-service-catalog';
import { createEmulator, RunningEmulator } from 'service-catalog-emulator';
import { isComplete, onEvent } from '../../lambda/wait-for-share/index.mjs';

const HUB = '111111111111';
const UNIT = 'ou-demo-workload1';

describe('the function that waits for shares', () => {
  let emulator: RunningEmulator;
  let client: ServiceCatalogClient;

  beforeEach(async () => {
    emulator = await createEmulator({
      clock: { mode: 'manual' },
      organization: {
        managementAccountId: '999999999999',
        delegatedAdministrators: [HUB],
        serviceCatalogAccess: true,
        accounts: [HUB],
        organizationalUnits: [
          {
            name: 'workloads',
            id: UNIT,
            accounts: [
              '222222222222',
              { id: '333333333333', status: 'SUSPENDED' },
            ],
          },
          {
            name: 'healthy',
            id: 'ou-demo-healthy01',
            accounts: ['555555555555'],
          },
        ],
      },
    });
    client = new ServiceCatalogClient({
      endpoint: emulator.url,
      region: 'eu-central-1',
      credentials: { accessKeyId: HUB, secretAccessKey: 'any' },
    });
  });
  afterEach(() => emulator.close());

  async function share(unit: string): Promise<string | undefined> {
    const { PortfolioDetail } = await client.send(
      new CreatePortfolioCommand({
        DisplayName: 'Storage',
        ProviderName: 'Platform',
        IdempotencyToken: unit,
      }),
    );
    const { PortfolioShareToken } = await client.send(
      new CreatePortfolioShareCommand({
        PortfolioId: PortfolioDetail?.Id,
        OrganizationNode: { Type: 'ORGANIZATIONAL_UNIT', Value: unit },
      }),
    );
    return PortfolioShareToken;
  }

  const event = (token: string | undefined, type: string = 'Create') => ({
    RequestType: type,
    LogicalResourceId: 'Wait',
    ResourceProperties: { PortfolioShareToken: token },
  });

  it('asks again until everybody has the portfolio', async () => {
    const token = await share('ou-demo-healthy01');
    expect(await isComplete(event(token), {}, client)).toEqual({
      IsComplete: false,
    });
    emulator.clock.advance(3600);
    expect(await isComplete(event(token), {}, client)).toEqual({
      IsComplete: true,
    });
  });

  it('fails when somebody was not reached, naming the account', async () => {
    const token = await share(UNIT);
    emulator.clock.advance(3600);
    await expect(isComplete(event(token), {}, client)).rejects.toThrow(
      /COMPLETED_WITH_ERRORS: 333333333333: /,
    );
  });

  it('has nothing to wait for without a token, and when the share is gone', async () => {
    expect(await isComplete(event(undefined), {}, client)).toEqual({
      IsComplete: true,
    });
    expect(await isComplete(event('share-gone', 'Delete'), {}, client)).toEqual(
      { IsComplete: true },
    );
    expect(emulator.calls.count()).toBe(0);
  });

  it('stays the same resource when it waits anew', async () => {
    const first = await onEvent(event('a'));
    expect(first).toEqual({ PhysicalResourceId: 'wait-Wait' });
    expect(await onEvent({ ...event('b', 'Update'), ...first })).toEqual(first);
  });
});
