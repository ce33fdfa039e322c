import {
  ListPortfoliosCommand,
  CreatePortfolioCommand,
} from '@aws-sdk/client-service-catalog';
import {
  AssumeRoleCommand,
  GetCallerIdentityCommand,
} from '@aws-sdk/client-sts';
import { serviceCatalogClient, stsClient } from '../__testUtils__/clients';
import { callRaw, startEmulator } from '../__testUtils__/harness';

describe('the wire protocol', () => {
  it('answers with request id, media type and times in epoch seconds', async () => {
    const emulator = await startEmulator();
    const { status, headers, body } = await callRaw(
      emulator,
      'CreatePortfolio',
      { DisplayName: 'P', ProviderName: 'x', IdempotencyToken: 't' },
    );
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('application/x-amz-json-1.1');
    expect(headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f-]{36}$/);
    expect(body.PortfolioDetail).toMatchObject({ CreatedTime: 1767603600.123 });
  });

  it.each([
    [
      'no signature',
      { authorization: '' },
      'MissingAuthenticationTokenException',
    ],
    [
      'another signature',
      { authorization: 'Bearer x' },
      'IncompleteSignatureException',
    ],
    [
      'a signature for another service',
      {
        authorization:
          'AWS4-HMAC-SHA256 Credential=k/20260105/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=00',
      },
      'InvalidSignatureException',
    ],
    ['no target', { 'x-amz-target': '' }, 'UnknownOperationException'],
    [
      'the target of another service',
      { 'x-amz-target': 'DynamoDB_20120810.ListTables' },
      'UnknownOperationException',
    ],
  ])('refuses a request with %s', async (_, headers, name) => {
    const emulator = await startEmulator();
    const answer = await callRaw(emulator, 'ListPortfolios', {}, { headers });
    expect(answer.status).toBe(400);
    expect(answer.body.__type).toBe(name);
    expect(answer.headers.get('x-amzn-errortype')).toBe(name);
  });

  it.each(['[]', '"text"', '{"a":', 'null'])(
    'refuses the body %s',
    async body => {
      const emulator = await startEmulator();
      const answer = await callRaw(emulator, 'ListPortfolios', body);
      expect(answer.body.__type).toBe('SerializationException');
    },
  );

  it.each([
    [{ PageSize: 'ten' }, 'STRING_VALUE can not be converted to an Integer'],
    [{ PageSize: 1.5 }, 'NUMBER_VALUE can not be converted to an Integer'],
    [{ PageToken: 1 }, 'NUMBER_VALUE can not be converted to a String'],
    [{ PageToken: {} }, 'STRUCTURE_VALUE can not be converted to a String'],
  ])('refuses %j for its types', async (input, message) => {
    const emulator = await startEmulator();
    const answer = await callRaw(emulator, 'ListPortfolios', input);
    expect(answer.body).toEqual({ __type: 'SerializationException', message });
  });

  it('reports all violations of an input at once', async () => {
    const emulator = await startEmulator();
    const { body } = await callRaw(emulator, 'ProvisionProduct', {
      ProvisionedProductName: 'k8s PoC 1',
      ProvisionToken: 't',
      Tags: [{ Key: '', Value: 'v' }],
    });
    expect(body).toEqual({
      __type: 'ValidationException',
      message:
        "2 validation errors detected: Value 'k8s PoC 1' at 'provisionedProductName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9][a-zA-Z0-9._-]*; Value '' at 'tags.1.member.key' failed to satisfy constraint: Member must have length greater than or equal to 1",
    });
  });

  it('says what it is to whoever asks for something else', async () => {
    const emulator = await startEmulator();
    const response = await fetch(`${emulator.url}/favicon.ico`);
    expect(response.status).toBe(404);
    expect(await response.json()).toEqual({
      message: expect.stringContaining('This is service-catalog-emulator'),
    });
  });

  it('refuses bodies that are too large', async () => {
    const emulator = await startEmulator();
    const answer = await callRaw(
      emulator,
      'ListPortfolios',
      `{"x":"${'x'.repeat(5 * 1024 * 1024)}"}`,
    );
    expect(answer.status).toBe(413);
    expect(answer.body.__type).toBe('RequestEntityTooLargeException');
  });

  it('survives input that is made to hurt', async () => {
    const emulator = await startEmulator();
    const { status } = await callRaw(emulator, 'SearchProvisionedProducts', {
      Filters: { SearchQuery: ['__proto__:x', 'constructor:y'] },
    });
    expect(status).toBe(400);
    const deep = `${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`;
    expect((await callRaw(emulator, 'ListPortfolios', deep)).status).toBe(200);
  });
});

describe('AWS Security Token Service', () => {
  it.each([
    ['test', 'arn:aws:iam::123456789012:user/emulator'],
    ['210987654321', 'arn:aws:iam::210987654321:user/emulator'],
    ['AKIA210987654321', 'arn:aws:iam::210987654321:user/emulator'],
    ['ann', 'arn:aws:iam::111111111111:user/ann'],
    ['portal', 'arn:aws:sts::222222222222:assumed-role/portal/session'],
    ['role', 'arn:aws:sts::333333333333:assumed-role/role/emulator'],
  ])('says that access key %s is %s', async (accessKeyId, arn) => {
    const emulator = await startEmulator({
      credentials: {
        ann: 'arn:aws:iam::111111111111:user/ann',
        portal: 'arn:aws:sts::222222222222:assumed-role/portal/session',
        role: 'arn:aws:iam::333333333333:role/apps/role',
      },
    });
    const identity = await stsClient(emulator.url, { accessKeyId }).send(
      new GetCallerIdentityCommand({}),
    );
    expect(identity).toMatchObject({ Arn: arn, Account: arn.split(':')[4] });
  });

  it('hands out the credentials of a role, in another account too', async () => {
    const emulator = await startEmulator();
    const { Credentials, AssumedRoleUser } = await stsClient(emulator.url).send(
      new AssumeRoleCommand({
        RoleArn: 'arn:aws:iam::210987654321:role/apps/portal',
        RoleSessionName: 'backstage',
        ExternalId: 'tenant-7',
      }),
    );
    expect(Credentials!.Expiration!.getTime()).toBeGreaterThan(Date.now());
    const identity = await stsClient(emulator.url, {
      accessKeyId: Credentials!.AccessKeyId,
    }).send(new GetCallerIdentityCommand({}));
    expect(identity).toMatchObject({
      Account: '210987654321',
      Arn: 'arn:aws:sts::210987654321:assumed-role/portal/backstage',
    });
    expect(AssumedRoleUser!.Arn).toBe(identity.Arn);
  });

  it.each([
    [{ RoleArn: 'arn:aws:iam::123456789012:user/x', RoleSessionName: 'xx' }],
    [{ RoleArn: 'arn:aws:iam::123456789012:role/x', RoleSessionName: 'x' }],
    [
      {
        RoleArn: 'arn:aws:iam::123456789012:role/x',
        RoleSessionName: 'xx',
        ExternalId: '<&>',
      },
    ],
  ])('refuses to assume %j', async input => {
    const emulator = await startEmulator();
    await expect(
      stsClient(emulator.url).send(new AssumeRoleCommand(input)),
    ).rejects.toMatchObject({ name: 'ValidationError' });
  });
});

describe('faults', () => {
  const list = new ListPortfoliosCommand({});

  it.each([
    [{ kind: 'throttle' }, { name: 'ThrottlingException' }],
    [
      { kind: 'error', name: 'LimitExceededException', message: 'Too many' },
      { name: 'LimitExceededException', message: 'Too many' },
    ],
    [
      { kind: 'accessDenied' },
      {
        name: 'AccessDeniedException',
        message:
          'User: arn:aws:iam::123456789012:user/emulator is not authorized to perform: servicecatalog:ListPortfolios',
      },
    ],
    [{ kind: 'http500' }, { $metadata: { httpStatusCode: 500 } }],
    [{ kind: 'http503' }, { $metadata: { httpStatusCode: 503 } }],
    [{ kind: 'html503' }, { $metadata: { httpStatusCode: 503 } }],
    [
      { kind: 'resetBefore' },
      { message: expect.stringContaining('ECONNRESET') },
    ],
    [
      { kind: 'resetAfter' },
      { message: expect.stringContaining('ECONNRESET') },
    ],
    [{ kind: 'truncated' }, {}],
  ] as const)('make requests fail: %j', async (fault, error) => {
    const emulator = await startEmulator();
    const client = serviceCatalogClient(emulator.url);
    emulator.faults.add({ ...fault, count: 1 });
    await expect(client.send(list)).rejects.toMatchObject(error);
    expect(emulator.faults.list()).toEqual([]);
    await client.send(list);
  });

  it('are what the SDK retries, with the time to wait', async () => {
    const emulator = await startEmulator();
    emulator.faults.add({ kind: 'throttle', retryAfterSeconds: 0, count: 2 });
    const { $metadata } = await serviceCatalogClient(emulator.url, {
      maxAttempts: 3,
    }).send(list);
    expect($metadata.attempts).toBe(3);
    expect(emulator.calls.count({ operation: 'ListPortfolios' })).toBe(3);
    expect(emulator.calls.list().map(({ error }) => error)).toEqual([
      'ThrottlingException',
      'ThrottlingException',
      undefined,
    ]);
  });

  it.each([
    ['resetBefore', 0],
    ['resetAfter', 1],
    ['truncated', 1],
  ] as const)(
    '%s leaves %i portfolios behind, and a retry does not add another',
    async (kind, behind) => {
      const emulator = await startEmulator();
      const client = serviceCatalogClient(emulator.url);
      const create = new CreatePortfolioCommand({
        DisplayName: 'P',
        ProviderName: 'x',
        IdempotencyToken: 'once',
      });
      emulator.faults.add({ kind, operation: 'CreatePortfolio', count: 1 });
      await expect(client.send(create)).rejects.toThrow();
      const count = async () =>
        (await client.send(list)).PortfolioDetails!.length;
      expect(await count()).toBe(behind);
      await client.send(create);
      expect(await count()).toBe(1);
    },
  );

  it('meet only the operation and account they name, until they are cleared', async () => {
    const emulator = await startEmulator();
    emulator.faults.add({
      kind: 'throttle',
      operation: 'ListPortfolios',
      account: '210987654321',
    });
    const there = serviceCatalogClient(emulator.url, {
      accessKeyId: '210987654321',
    });
    await serviceCatalogClient(emulator.url).send(list);
    await expect(there.send(list)).rejects.toThrow('Rate exceeded');
    await expect(there.send(list)).rejects.toThrow('Rate exceeded');
    emulator.faults.clear();
    await there.send(list);
    expect(emulator.calls.counts()).toEqual({
      '123456789012': { ListPortfolios: 1 },
      '210987654321': { ListPortfolios: 3 },
    });
  });

  it('tell another time than it is', async () => {
    const emulator = await startEmulator();
    emulator.faults.add({ kind: 'skewedClock', seconds: -3600 });
    const { headers } = await callRaw(emulator, 'ListPortfolios', {});
    const skew = Date.parse(headers.get('date')!) - Date.now();
    expect(Math.round(skew / 60_000)).toBe(-60);
  });

  it('delay an answer without holding up others', async () => {
    const emulator = await startEmulator();
    const client = serviceCatalogClient(emulator.url);
    emulator.faults.add({ kind: 'slow', delayMilliseconds: 200, count: 1 });
    const order: string[] = [];
    await Promise.all([
      client.send(list).then(() => order.push('slow')),
      // The first request takes the fault; it is certain to have arrived once it is in the log.
      (async () => {
        while (emulator.calls.count() === 0) {
          await new Promise(setImmediate);
        }
        await client.send(list);
        order.push('fast');
      })(),
    ]);
    expect(order).toEqual(['fast', 'slow']);
  });
});
