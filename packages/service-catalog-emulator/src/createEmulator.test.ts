import { AddressInfo, createServer } from 'node:net';
import { callRaw, startEmulator, TEMPLATE_BASE } from './__testUtils__/harness';
import { BUCKET_TEMPLATE, seedTemplate } from './__testUtils__/seeds';
import { createEmulator } from './createEmulator';

const SEED = {
  template: seedTemplate({ Storage: { products: { Bucket: 'bucket.yaml' } } }),
};
const templates = { 'bucket.yaml': BUCKET_TEMPLATE };

describe('createEmulator', () => {
  it('keeps emulators in one process apart', async () => {
    const [one, other] = await Promise.all([
      startEmulator({ templates, seeds: [SEED] }),
      startEmulator(),
    ]);
    one.clock.advance(60);
    expect(one.clock.now() - other.clock.now()).toBe(60_000);
    const products = async (emulator: typeof one) =>
      (await callRaw(emulator, 'SearchProducts', {})).body.ProductViewSummaries;
    expect(await products(one)).toHaveLength(1);
    expect(await products(other)).toEqual([]);
    expect(other.calls.counts()).toEqual({
      '123456789012': { SearchProducts: 1 },
    });
  });

  it('gives the same ids for the same calls', async () => {
    const run = async () => {
      const emulator = await startEmulator({ templates, seeds: [SEED] });
      const { body } = await callRaw(emulator, 'ProvisionProduct', {
        ProductName: 'Bucket',
        ProvisioningArtifactName: 'v1',
        ProvisionedProductName: 'mine',
        ProvisioningParameters: [{ Key: 'BucketPurpose', Value: 'uploads' }],
        ProvisionToken: 't',
      });
      return body;
    };
    expect(await run()).toEqual(await run());
  });

  it('does a thing once when the same token arrives several times at once', async () => {
    const emulator = await startEmulator({ templates });
    const create = () =>
      callRaw(emulator, 'CreateProduct', {
        Name: 'Bucket',
        Owner: 'Platform',
        ProductType: 'CLOUD_FORMATION_TEMPLATE',
        ProvisioningArtifactParameters: {
          Info: { LoadTemplateFromURL: `${TEMPLATE_BASE}bucket.yaml` },
        },
        IdempotencyToken: 'once',
      });
    const answers = await Promise.all([create(), create(), create()]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(
      1,
    );
    const { body } = await callRaw(emulator, 'SearchProductsAsAdmin', {});
    expect(body.ProductViewDetails).toHaveLength(1);
  });

  it('seeds more on demand, until a reset', async () => {
    const emulator = await startEmulator({ templates });
    const { stacks } = await emulator.seed({
      ...SEED,
      accountId: '210987654321',
      region: 'eu-west-1',
    });
    expect(stacks).toEqual([
      {
        stackName: 'seed',
        outputs: {},
        resources: expect.objectContaining({
          Storage: expect.stringMatching(/^port-[a-z0-9]{13}$/),
          Bucket: expect.stringMatching(/^prod-[a-z0-9]{13}$/),
        }),
      },
    ]);
    const portfolios = async () => {
      const { body } = await callRaw(
        emulator,
        'ListPortfolios',
        {},
        { accessKeyId: '210987654321', region: 'eu-west-1' },
      );
      return body.PortfolioDetails;
    };
    expect(await portfolios()).toHaveLength(1);
    await emulator.reset();
    expect(await portfolios()).toEqual([]);
  });

  it('refuses a taken port, a wrong principal, a wrong seed', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise(resolve => server.once('listening', resolve));
    const { port } = server.address() as AddressInfo;
    await expect(createEmulator({ port })).rejects.toThrow(
      `Port ${port} on 127.0.0.1 is in use; choose another one, or 0 for any free one`,
    );
    server.close();
    await expect(
      createEmulator({ credentials: { key: 'arn:aws:iam::1:user/x' } }),
    ).rejects.toThrow("'arn:aws:iam::1:user/x' is not the ARN");
    await expect(
      createEmulator({ seeds: [{ template: 'Resources: {}' }] }),
    ).rejects.toThrow('At least one Resources member must be defined');
  });
});
