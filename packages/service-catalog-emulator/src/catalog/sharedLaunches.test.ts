import {
  DescribeProvisionedProductCommand,
  DescribeRecordCommand,
  GetProvisionedProductOutputsCommand,
  SearchProvisionedProductsCommand,
  TerminateProvisionedProductCommand,
  UpdateProvisionedProductCommand,
} from '@aws-sdk/client-service-catalog';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { serviceCatalogClient, stsClient } from '../__testUtils__/clients';
import {
  associate,
  emulator,
  failedForRole,
  HUB,
  hub,
  launchIn,
  NODES,
  of,
  ORGANIZED,
  OTHER_SPOKE,
  share,
  shareWithSpokes,
  SPOKE,
  spoke,
  start,
  userOf,
  visibleTo,
} from '../__testUtils__/sharedCatalog';

describe('launch roles', () => {
  const withRole = (Properties: { [name: string]: string }) => ({
    constraints: {
      Bucket: [
        { Type: 'AWS::ServiceCatalog::LaunchRoleConstraint', Properties },
      ],
    },
  });

  it('by name are looked up in the spoke', async () => {
    await start(
      {
        ...ORGANIZED,
        roles: {
          [`arn:aws:iam::${HUB}:role/launcher`]: {},
          [`arn:aws:iam::${SPOKE}:role/sc/launcher`]: {},
          [`arn:aws:iam::${OTHER_SPOKE}:role/something-else`]: {},
        },
      },
      withRole({ LocalRoleName: 'launcher' }),
    );
    await shareWithSpokes();
    expect(await launchIn(spoke)).toMatchObject({
      Status: 'SUCCEEDED',
      LaunchRoleArn: `arn:aws:iam::${SPOKE}:role/launcher`,
    });
    expect(await launchIn(of(OTHER_SPOKE))).toMatchObject(
      failedForRole(OTHER_SPOKE, 'launcher'),
    );
  });

  it('of another account make the stack there', async () => {
    await start(
      ORGANIZED,
      withRole({ RoleArn: `arn:aws:iam::${HUB}:role/launcher` }),
    );
    await share({ OrganizationNode: NODES.organization });
    await associate(spoke, userOf(SPOKE));
    await launchIn(spoke);
    const { Outputs } = await spoke.send(
      new GetProvisionedProductOutputsCommand({
        ProvisionedProductName: 'mine',
        OutputKeys: ['CloudformationStackARN'],
      }),
    );
    expect(Outputs![0].OutputValue).toMatch(
      new RegExp(`^arn:aws:cloudformation:us-east-1:${HUB}:stack/SC-${SPOKE}-`),
    );
  });
});

it('lets a role of a spoke launch, update and terminate what is shared with the organization', async () => {
  const portal = `arn:aws:iam::${SPOKE}:role/portal`;
  await start(
    {
      ...ORGANIZED,
      roles: {
        [portal]: { externalId: 'tenant-7', trusted: [HUB] },
        [`arn:aws:iam::${SPOKE}:role/launcher`]: {},
      },
    },
    {
      constraints: {
        Bucket: [
          {
            Type: 'AWS::ServiceCatalog::LaunchRoleConstraint',
            Properties: { LocalRoleName: 'launcher' },
          },
          {
            Type: 'AWS::ServiceCatalog::ResourceUpdateConstraint',
            Properties: { TagUpdateOnProvisionedProduct: 'ALLOWED' },
          },
        ],
      },
    },
  );
  await associate(hub, 'arn:aws:iam:::role/portal');
  await share({ OrganizationNode: NODES.organization, SharePrincipals: true });

  const assume = (accessKeyId: string, ExternalId?: string) =>
    stsClient(emulator.url, { accessKeyId }).send(
      new AssumeRoleCommand({
        RoleArn: portal,
        RoleSessionName: 'backstage',
        ExternalId,
      }),
    );
  for (const [who, externalId] of [
    [HUB, undefined],
    [HUB, 'tenant-8'],
    [OTHER_SPOKE, 'tenant-7'],
  ] as const) {
    await expect(assume(who, externalId)).rejects.toMatchObject({
      name: 'AccessDenied',
    });
  }
  const { Credentials } = await assume(HUB, 'tenant-7');
  const client = serviceCatalogClient(emulator.url, {
    accessKeyId: Credentials!.AccessKeyId,
  });
  expect(await visibleTo(client)).toEqual(['Bucket']);
  // The account's other principals see nothing of it.
  expect(await visibleTo(spoke)).toEqual([]);

  expect(await launchIn(client)).toMatchObject({ Status: 'SUCCEEDED' });
  const { ProvisionedProducts } = await client.send(
    new SearchProvisionedProductsCommand({
      AccessLevelFilter: { Key: 'Account', Value: 'self' },
    }),
  );
  const [provisioned] = ProvisionedProducts!;
  expect(provisioned).toMatchObject({
    Status: 'AVAILABLE',
    UserArn: portal,
    Arn: expect.stringContaining(`:${SPOKE}:stack/mine/`),
    PhysicalId: expect.stringContaining(`:${SPOKE}:stack/SC-${SPOKE}-`),
  });
  expect(
    Object.fromEntries(provisioned.Tags!.map(({ Key, Value }) => [Key, Value])),
  ).toMatchObject({
    'aws:servicecatalog:portfolioArn': expect.stringContaining(`:${HUB}:`),
    'aws:servicecatalog:productArn': expect.stringContaining(`:${HUB}:`),
    'aws:servicecatalog:provisioningPrincipalArn': `arn:aws:sts::${SPOKE}:assumed-role/portal/backstage`,
  });
  const inHub = await hub.send(new SearchProvisionedProductsCommand({}));
  expect(inHub.ProvisionedProducts).toEqual([]);

  const updated = await client.send(
    new UpdateProvisionedProductCommand({
      ProvisionedProductName: 'mine',
      ProvisioningParameters: [
        { Key: 'BucketPurpose', UsePreviousValue: true },
        { Key: 'Environment', Value: 'prod' },
      ],
      Tags: [{ Key: 'cost-center', Value: '42' }],
      UpdateToken: 'update',
    }),
  );
  emulator.clock.advance(20);
  const record = await client.send(
    new DescribeRecordCommand({ Id: updated.RecordDetail!.RecordId }),
  );
  expect(record.RecordDetail).toMatchObject({
    Status: 'SUCCEEDED',
    RecordTags: [{ Key: 'cost-center', Value: '42' }],
  });
  await client.send(
    new TerminateProvisionedProductCommand({
      ProvisionedProductName: 'mine',
      TerminateToken: 'terminate',
    }),
  );
  emulator.clock.advance(20);
  await expect(
    client.send(new DescribeProvisionedProductCommand({ Name: 'mine' })),
  ).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
});
