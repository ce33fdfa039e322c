import { Fault } from 'service-catalog-emulator';
import { mockClock } from 'backstage-plugin-aws-service-catalog-node/testUtils';
import {
  createTestTargets,
  findLaunch,
  launch,
} from '../__testUtils__/awsTargets';
import {
  ANOTHER_USER,
  startEmulator,
  TestEmulator,
} from '../__testUtils__/emulator';
import {
  AwsCallError,
  AwsTargets,
  describeProvisionedProduct,
  describeProvisioningParameters,
  describeRecord,
  getProvisionedProductOutputs,
  listLaunchPaths,
  listRecordHistory,
  provisionProduct,
  searchProductsPage,
  searchProvisionedProductsPage,
  terminateProvisionedProduct,
  updateProvisionedProduct,
} from '.';
import { toAwsCallError } from './toAwsCallError';

const parameters = { Purpose: 'uploads', Password: 'correct-horse' };

const wide = {
  Parameters: { Password: { Type: 'String', NoEcho: true } },
  Resources: { Bucket: { Type: 'AWS::S3::Bucket' } },
  Outputs: Object.fromEntries(
    Array.from({ length: 45 }, (_, index) => [
      `Output${index}`,
      { Value: `value ${index}` },
    ]),
  ),
};

async function caught(work: Promise<unknown>): Promise<AwsCallError> {
  const error = await work.then(
    () => new Error('It did not fail'),
    reason => reason,
  );
  expect(error).toBeInstanceOf(AwsCallError);
  return error;
}

describe('calls to AWS', () => {
  let emulator: TestEmulator;

  beforeAll(async () => {
    emulator = await startEmulator({
      sandbox: [
        {
          name: 'Bucket',
          portfolios: Array.from({ length: 23 }, (_, index) => `P${index}`),
        },
        { name: 'Wide', versions: { v1: wide } },
        ...Array.from({ length: 101 }, (_, index) => ({
          name: `Product ${String(index).padStart(3, '0')}`,
        })),
      ],
    });
  });
  afterAll(() => emulator.close());
  beforeEach(() => {
    emulator.faults.clear();
    emulator.calls.clear();
  });

  const sandbox = (options?: Parameters<typeof createTestTargets>[1]) =>
    createTestTargets(emulator, options).get('sandbox');

  it('take a product from its form to its end, following every page', async () => {
    const target = sandbox();
    const first = await searchProductsPage(target);
    expect(first.products).toHaveLength(100);
    const second = await searchProductsPage(target, {
      pageToken: first.nextPageToken,
    });
    expect(second.products).toHaveLength(3);
    expect(second.nextPageToken).toBeUndefined();

    const ids = await findLaunch(target, 'Bucket');
    expect(await listLaunchPaths(target, ids.productId)).toHaveLength(23);
    const form = await describeProvisioningParameters(target, ids);
    expect(form.parameters).toContainEqual({
      key: 'Purpose',
      type: 'String',
      noEcho: false,
      description: 'Part of the name',
      allowedPattern: '[a-z]+',
      constraintDescription: 'lower-case letters',
      minLength: '3',
      maxLength: '12',
    });

    const id = await launch(emulator, target, {
      product: 'Wide',
      name: 'wide',
      parameters: { Password: 'x' },
      tags: { 'backstage.io/owner': 'group:default/a' },
    });
    expect(await describeProvisionedProduct(target, { name: 'wide' })).toEqual(
      expect.objectContaining({
        id,
        status: 'AVAILABLE',
        idempotencyToken: 'launch-wide',
      }),
    );
    const { provisionedProducts } = await searchProvisionedProductsPage(
      target,
      { terms: [`id:${id}`] },
    );
    expect(provisionedProducts).toEqual([
      expect.objectContaining({
        id,
        productName: 'Wide',
        versionName: 'v1',
        tags: expect.arrayContaining([
          { key: 'backstage.io/owner', value: 'group:default/a' },
        ]),
      }),
    ]);
    expect(await getProvisionedProductOutputs(target, id)).toHaveLength(46);

    const wideIds = await findLaunch(target, 'Wide');
    const update = await updateProvisionedProduct(target, {
      ...wideIds,
      token: 'update-wide',
      provisionedProductId: id,
      parameters: [{ key: 'Password', usePreviousValue: true }],
    });
    emulator.clock.advance(60);
    expect(await describeRecord(target, update.id)).toMatchObject({
      status: 'SUCCEEDED',
      type: 'UPDATE_PROVISIONED_PRODUCT',
      outputs: { length: 46 },
    });
    await terminateProvisionedProduct(target, {
      token: 'terminate-wide',
      provisionedProductId: id,
    });
    emulator.clock.advance(60);
    expect(await describeProvisionedProduct(target, { id })).toBeUndefined();
    expect(
      (await listRecordHistory(target, id)).map(({ type }) => type),
    ).toEqual([
      'TERMINATE_PROVISIONED_PRODUCT',
      'UPDATE_PROVISIONED_PRODUCT',
      'PROVISION_PRODUCT',
    ]);
  });

  it('see what another user has launched, with its records', async () => {
    const id = await launch(emulator, sandbox(), {
      product: 'Bucket',
      name: 'of-a-user',
      parameters: { Purpose: 'sharing' },
    });
    const target = sandbox({ accessKeyIds: { '111111111111': ANOTHER_USER } });
    const { provisionedProducts } = await searchProvisionedProductsPage(
      target,
      { terms: [`id:${id}`] },
    );
    expect(provisionedProducts).toMatchObject([{ id, name: 'of-a-user' }]);
    expect(await describeProvisionedProduct(target, { id })).toMatchObject({
      name: 'of-a-user',
    });
    expect(await listRecordHistory(target, id)).toHaveLength(1);
  });

  it('are one launch when body and token are identical', async () => {
    const target = sandbox();
    const request = {
      ...(await findLaunch(target, 'Product 000')),
      token: 'order-1-1',
      name: 'twice',
      parameters: Object.entries(parameters).map(([key, value]) => ({
        key,
        value,
        secret: key === 'Password',
      })),
      tags: [],
    };
    const first = await provisionProduct(target, request);
    expect((await provisionProduct(target, request)).id).toBe(first.id);
    expect(
      await caught(provisionProduct(target, { ...request, token: 'other' })),
    ).toMatchObject({ kind: 'duplicate', ambiguous: false, retryable: false });
  });

  it.each<[Fault['kind'], object, object]>([
    [
      'throttle',
      { retryAfterSeconds: 2 },
      {
        kind: 'throttled',
        code: 'ThrottlingException',
        retryable: true,
        ambiguous: false,
        retryAfterMs: 2000,
        statusCode: 503,
      },
    ],
    [
      'http500',
      {},
      {
        kind: 'unavailable',
        retryable: true,
        ambiguous: true,
        statusCode: 503,
      },
    ],
    ['http503', {}, { kind: 'unavailable', retryable: true, ambiguous: true }],
    ['html503', {}, { kind: 'unavailable', retryable: true, ambiguous: true }],
    [
      'resetBefore',
      {},
      { kind: 'unavailable', retryable: true, ambiguous: true },
    ],
    [
      'resetAfter',
      {},
      { kind: 'unavailable', retryable: true, ambiguous: true },
    ],
    [
      'truncated',
      {},
      { kind: 'unavailable', retryable: true, ambiguous: true },
    ],
    [
      'accessDenied',
      {},
      {
        kind: 'access-denied',
        retryable: false,
        ambiguous: false,
        statusCode: 502,
      },
    ],
    [
      'error',
      { name: 'LimitExceededException' },
      { kind: 'limit-exceeded', retryable: false, ambiguous: false },
    ],
    [
      'error',
      { name: 'ExpiredTokenException' },
      { kind: 'credentials', retryable: true, ambiguous: false },
    ],
    [
      'error',
      { name: 'InvalidStateException' },
      { kind: 'invalid-state', retryable: false, ambiguous: false },
    ],
    [
      'error',
      { name: 'SomethingNewException' },
      {
        kind: 'invalid',
        code: 'SomethingNewException',
        retryable: false,
        ambiguous: false,
      },
    ],
  ])(
    'send a change once and say what %s %j means',
    async (kind, more, expected) => {
      emulator.faults.add({ kind, ...more } as Fault);
      const error = await caught(
        terminateProvisionedProduct(sandbox(), {
          token: 't',
          provisionedProductId: 'pp-aaaaaaaaaaaaa',
        }),
      );
      expect(error).toMatchObject({
        ...expected,
        operation: 'TerminateProvisionedProduct',
        target: 'sandbox',
      });
      expect(error.message).not.toMatch(/<html|\$response|Deserialization/);
      expect(emulator.calls.count()).toBe(1);
    },
  );

  it('take a refusal that broke off for no answer', () => {
    // As the SDK throws it when the connection ends in the middle of the body; within one process it is too late to notice.
    const brokenOff = Object.assign(
      new Error('aborted\n  Deserialization error: to see the raw response'),
      {
        code: 'ECONNRESET',
        $metadata: { attempts: 1 },
        $response: { statusCode: 400, headers: {} },
      },
    );
    expect(
      toAwsCallError(brokenOff, {
        operation: 'ProvisionProduct',
        target: 'sandbox',
      }),
    ).toMatchObject({
      kind: 'unavailable',
      retryable: true,
      ambiguous: true,
      message:
        'ProvisionProduct in target sandbox got no usable answer: HTTP 400',
    });
  });

  it('know a refused connection for a call that was never sent, and a slow answer for one that may have been', async () => {
    const nowhere = createTestTargets({ url: 'http://127.0.0.1:1' });
    const terminate = { token: 't', provisionedProductId: 'pp-aaaaaaaaaaaaa' };
    expect(
      await caught(
        terminateProvisionedProduct(nowhere.get('sandbox'), terminate),
      ),
    ).toMatchObject({ kind: 'unavailable', ambiguous: false });
    emulator.faults.add({ kind: 'slow', delayMilliseconds: 2_000 });
    expect(
      await caught(
        terminateProvisionedProduct(sandbox({ requestMs: 50 }), terminate),
      ),
    ).toMatchObject({
      kind: 'unavailable',
      code: 'TimeoutError',
      ambiguous: true,
    });
  });

  it('read again, up to four times, what is throttled or unavailable, as late as AWS asks', async () => {
    const waits: number[] = [];
    emulator.faults.add({ kind: 'throttle', count: 3, retryAfterSeconds: 3 });
    await searchProductsPage(sandbox({ waits }));
    expect(emulator.calls.count()).toBe(4);
    expect(waits).toEqual([3_000, 3_000, 3_000]);

    emulator.calls.clear();
    emulator.faults.add({ kind: 'html503' });
    await caught(searchProductsPage(sandbox()));
    expect(emulator.calls.count()).toBe(4);

    emulator.faults.clear();
    emulator.calls.clear();
    emulator.faults.add({ kind: 'error', name: 'LimitExceededException' });
    await caught(searchProductsPage(sandbox()));
    expect(emulator.calls.count()).toBe(1);
  });

  it('never quote a secret', async () => {
    emulator.faults.add({
      kind: 'error',
      name: 'ValidationException',
      message:
        "Value 'correct-horse' at 'provisioningParameters.1.member.value' failed",
    });
    const error = await caught(
      provisionProduct(sandbox(), {
        productId: 'prod-aaaaaaaaaaaaa',
        versionId: 'pa-aaaaaaaaaaaaa',
        pathId: 'lpv3-aaaaaaaaaaaaa',
        token: 't',
        name: 'n',
        parameters: [{ key: 'Password', value: 'correct-horse', secret: true }],
        tags: [],
      }),
    );
    expect(error.message).toBe(
      "Value '***' at 'provisioningParameters.1.member.value' failed",
    );
    expect(JSON.stringify({ ...error })).not.toContain('correct-horse');
  });

  it('never quote the signed request when AWS does not take the signature', async () => {
    emulator.faults.add({
      kind: 'error',
      name: 'InvalidSignatureException',
      message: 'The Canonical String should have been x-amz-security-token:abc',
    });
    const error = await caught(searchProductsPage(sandbox()));
    expect(error.kind).toBe('credentials');
    expect(error.message).not.toContain('abc');
  });
});

describe('the account of a target', () => {
  let emulator: TestEmulator;
  beforeAll(async () => {
    emulator = await startEmulator();
  });
  afterAll(() => emulator.close());
  beforeEach(() => {
    emulator.faults.clear();
    emulator.calls.clear();
  });

  it('is asked for once in a quarter of an hour, each target with credentials of its own', async () => {
    const clock = mockClock();
    const targets = createTestTargets(emulator, { clock });
    const verify = () =>
      Promise.all(targets.list().map(target => target.verifyAccount()));
    await Promise.all([verify(), verify()]);
    clock.advance({ minutes: 14 });
    await verify();
    expect(emulator.calls.counts()).toEqual({
      '111111111111': { GetCallerIdentity: 1 },
      '222222222222': { GetCallerIdentity: 1 },
    });
    clock.advance({ minutes: 2 });
    await verify();
    expect(emulator.calls.count()).toBe(4);
  });

  it('must be the one that the credentials belong to', async () => {
    const accessKeyIds = { '111111111111': '222222222222' };
    const target = createTestTargets(emulator, { accessKeyIds }).get('sandbox');
    const error = await caught(target.verifyAccount());
    expect(error).toMatchObject({ kind: 'wrong-account', retryable: false });
    expect(error.message).toBe(
      'The credentials configured for target sandbox belong to AWS account 222222222222, not to 111111111111',
    );
  });

  it('is asked for again after a failure', async () => {
    const target = createTestTargets(emulator).get('sandbox');
    emulator.faults.add({ kind: 'http503', count: 1 });
    expect(await caught(target.verifyAccount())).toMatchObject({
      kind: 'unavailable',
    });
    await target.verifyAccount();
    expect(emulator.calls.count()).toBe(2);
  });

  it('cannot be asked for without credentials', async () => {
    const targets = AwsTargets.create({
      targets: [
        {
          name: 'sandbox',
          accountId: '333333333333',
          region: 'eu-central-1',
          owners: [],
          trustOwnerTags: false,
        },
      ],
      credentialsManager: {
        getCredentialProvider: async () => {
          throw new Error('There is no AWS integration that matches');
        },
      },
      clock: mockClock(),
    });
    const error = await caught(targets.get('sandbox').verifyAccount());
    expect(error).toMatchObject({ kind: 'credentials', ambiguous: false });
  });
});
