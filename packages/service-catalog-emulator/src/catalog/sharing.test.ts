import {
  AcceptPortfolioShareCommand,
  CreatePortfolioShareCommand,
  DeletePortfolioShareCommand,
  DescribePortfolioSharesCommand,
  DescribePortfolioShareStatusCommand,
  EnableAWSOrganizationsAccessCommand,
  ListOrganizationPortfolioAccessCommand,
  ListPortfolioAccessCommand,
  RejectPortfolioShareCommand,
  UpdatePortfolioShareCommand,
} from '@aws-sdk/client-service-catalog';
import { serviceCatalogClient } from '../__testUtils__/clients';
import {
  associate,
  emulator,
  EXTERNAL,
  HUB,
  hub,
  importedBy,
  MANAGEMENT,
  NODES,
  of,
  ORGANIZATION,
  ORGANIZED,
  OTHER_SPOKE,
  portfolio,
  SANDBOX,
  share,
  SPOKE,
  start,
  userOf,
  visibleTo,
  WORKLOADS,
} from '../__testUtils__/sharedCatalog';

describe('a share with an account', () => {
  it('is used once it is accepted, and gone when it is rejected or deleted', async () => {
    await start({});
    expect(await share({ AccountId: EXTERNAL })).toBeUndefined();
    const external = of(EXTERNAL);
    const accepted = async () => {
      const { PortfolioShareDetails } = await hub.send(
        new DescribePortfolioSharesCommand({
          PortfolioId: portfolio,
          Type: 'ACCOUNT',
        }),
      );
      return PortfolioShareDetails;
    };
    const shared = {
      PrincipalId: EXTERNAL,
      Type: 'ACCOUNT',
      ShareTagOptions: false,
      SharePrincipals: false,
    };
    expect(await accepted()).toEqual([{ ...shared, Accepted: false }]);
    await expect(associate(external, userOf(EXTERNAL))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
    expect(await importedBy(EXTERNAL)).toEqual([]);

    await external.send(
      new AcceptPortfolioShareCommand({ PortfolioId: portfolio }),
    );
    expect(await accepted()).toEqual([{ ...shared, Accepted: true }]);
    expect(await importedBy(EXTERNAL)).toEqual([portfolio]);
    expect(await importedBy(EXTERNAL, 'AWS_ORGANIZATIONS')).toEqual([]);
    const { AccountIds } = await hub.send(
      new ListPortfolioAccessCommand({ PortfolioId: portfolio }),
    );
    expect(AccountIds).toEqual([EXTERNAL]);
    // Importing it is not enough: it takes a principal, as everywhere.
    expect(await visibleTo(external)).toEqual([]);
    await associate(external, userOf(EXTERNAL));
    expect(await visibleTo(external)).toEqual(['Bucket']);

    await external.send(
      new RejectPortfolioShareCommand({ PortfolioId: portfolio }),
    );
    expect(await visibleTo(external)).toEqual([]);
    await external.send(
      new AcceptPortfolioShareCommand({ PortfolioId: portfolio }),
    );
    expect(await visibleTo(external)).toEqual(['Bucket']);
    await hub.send(
      new DeletePortfolioShareCommand({
        PortfolioId: portfolio,
        AccountId: EXTERNAL,
      }),
    );
    expect(await visibleTo(external)).toEqual([]);
    await expect(
      external.send(
        new AcceptPortfolioShareCommand({ PortfolioId: portfolio }),
      ),
    ).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('reaches nobody else, and no other Region', async () => {
    await start({});
    await share({ AccountId: EXTERNAL });
    const request = new AcceptPortfolioShareCommand({ PortfolioId: portfolio });
    const elsewhere = serviceCatalogClient(emulator.url, {
      accessKeyId: EXTERNAL,
      region: 'eu-west-1',
    });
    for (const client of [of(SPOKE), hub, elsewhere]) {
      await expect(client.send(request)).rejects.toMatchObject({
        name: 'ResourceNotFoundException',
      });
    }
  });
});

describe('a share with a node of the organization', () => {
  it.each([
    ['organization', [MANAGEMENT, SPOKE, OTHER_SPOKE], [EXTERNAL, HUB]],
    ['unit', [SPOKE], [MANAGEMENT, OTHER_SPOKE, EXTERNAL, HUB]],
    ['unitByArn', [SPOKE], [OTHER_SPOKE]],
    ['account', [SPOKE], [MANAGEMENT, OTHER_SPOKE, EXTERNAL, HUB]],
  ] as const)('%s is imported by itself', async (node, reached, others) => {
    await start();
    await share({ OrganizationNode: NODES[node] });
    for (const accountId of reached) {
      expect(await importedBy(accountId, 'AWS_ORGANIZATIONS')).toEqual([
        portfolio,
      ]);
      expect(await importedBy(accountId)).toEqual([]);
    }
    for (const accountId of others) {
      expect(await importedBy(accountId, 'AWS_ORGANIZATIONS')).toEqual([]);
    }
  });

  it('takes its time, and its token tells how far it is and whom it reached', async () => {
    await start();
    const { PortfolioShareToken } = await hub.send(
      new CreatePortfolioShareCommand({
        PortfolioId: portfolio,
        OrganizationNode: NODES.organization,
      }),
    );
    expect(PortfolioShareToken).toMatch(/^share-[a-z0-9]{13}$/);
    const status = async () => {
      const { $metadata, ...rest } = await hub.send(
        new DescribePortfolioShareStatusCommand({ PortfolioShareToken }),
      );
      return rest;
    };
    expect(await status()).toEqual({
      PortfolioShareToken,
      PortfolioId: portfolio,
      OrganizationNodeValue: ORGANIZATION,
      Status: 'NOT_STARTED',
    });
    emulator.clock.advance(1);
    expect(await status()).toMatchObject({ Status: 'IN_PROGRESS' });
    expect(await importedBy(SPOKE, 'AWS_ORGANIZATIONS')).toEqual([]);
    await expect(
      hub.send(
        new UpdatePortfolioShareCommand({
          PortfolioId: portfolio,
          OrganizationNode: NODES.organization,
          ShareTagOptions: true,
        }),
      ),
    ).rejects.toMatchObject({ name: 'InvalidStateException' });
    emulator.clock.advance(2);
    expect(await status()).toMatchObject({
      Status: 'COMPLETED',
      ShareDetails: {
        SuccessfulShares: [MANAGEMENT, SPOKE, OTHER_SPOKE],
        ShareErrors: [],
      },
    });
    expect(await importedBy(SPOKE, 'AWS_ORGANIZATIONS')).toEqual([portfolio]);
  });

  it('ends with errors where accounts are not reached', async () => {
    await start();
    emulator.faults.add({
      kind: 'shareFailure',
      accounts: [SPOKE],
      reason: 'Too many shares',
      count: 1,
    });
    const token = await share({ OrganizationNode: NODES.organization });
    const { Status, ShareDetails } = await hub.send(
      new DescribePortfolioShareStatusCommand({ PortfolioShareToken: token }),
    );
    expect(Status).toBe('COMPLETED_WITH_ERRORS');
    expect(ShareDetails!.ShareErrors).toMatchObject([
      { Accounts: [SPOKE], Message: 'Too many shares' },
    ]);
    expect(await importedBy(SPOKE, 'AWS_ORGANIZATIONS')).toEqual([]);
    expect(await importedBy(OTHER_SPOKE, 'AWS_ORGANIZATIONS')).toEqual([
      portfolio,
    ]);
  });

  it('is listed by type and by the accounts under a node, and is gone when it is deleted', async () => {
    await start();
    await share({ OrganizationNode: NODES.unit, ShareTagOptions: true });
    const { PortfolioShareDetails } = await hub.send(
      new DescribePortfolioSharesCommand({
        PortfolioId: portfolio,
        Type: 'ORGANIZATIONAL_UNIT',
      }),
    );
    expect(PortfolioShareDetails).toEqual([
      {
        PrincipalId: WORKLOADS,
        Type: 'ORGANIZATIONAL_UNIT',
        Accepted: true,
        ShareTagOptions: true,
        SharePrincipals: false,
      },
    ]);
    const { OrganizationNodes } = await hub.send(
      new ListOrganizationPortfolioAccessCommand({
        PortfolioId: portfolio,
        OrganizationNodeType: 'ORGANIZATIONAL_UNIT',
      }),
    );
    expect(OrganizationNodes).toEqual([NODES.unit]);
    const under = async (OrganizationParentId: string) => {
      const { AccountIds } = await hub.send(
        new ListPortfolioAccessCommand({
          PortfolioId: portfolio,
          OrganizationParentId,
        }),
      );
      return AccountIds;
    };
    expect(await under(WORKLOADS)).toEqual([SPOKE]);
    expect(await under(SANDBOX)).toEqual([SPOKE]);

    await hub.send(
      new DeletePortfolioShareCommand({
        PortfolioId: portfolio,
        OrganizationNode: NODES.unit,
      }),
    );
    expect(await importedBy(SPOKE, 'AWS_ORGANIZATIONS')).toEqual([portfolio]);
    emulator.clock.advance(5);
    expect(await importedBy(SPOKE, 'AWS_ORGANIZATIONS')).toEqual([]);
  });

  it('is there at once when a seed declares it', async () => {
    await start();
    await emulator.seed({
      accountId: HUB,
      stackName: 'share',
      template: {
        Resources: {
          Share: {
            Type: 'Custom::AWS',
            Properties: {
              ServiceToken: 'arn:aws:lambda:us-east-1:100000000002:function:f',
              Create: JSON.stringify({
                service: 'ServiceCatalog',
                action: 'createPortfolioShare',
                parameters: {
                  PortfolioId: portfolio,
                  OrganizationNode: NODES.organization,
                },
                physicalResourceId: { responsePath: 'PortfolioShareToken' },
              }),
            },
          },
        },
      },
    });
    expect(await importedBy(SPOKE, 'AWS_ORGANIZATIONS')).toEqual([portfolio]);
  });

  it('needs access to the organization, which the management account enables', async () => {
    await start({
      organization: { ...ORGANIZED.organization!, serviceCatalogAccess: false },
    });
    await expect(
      share({ OrganizationNode: NODES.organization }),
    ).rejects.toMatchObject({ name: 'InvalidStateException' });
    await expect(
      hub.send(new EnableAWSOrganizationsAccessCommand({})),
    ).rejects.toMatchObject({ name: 'OperationNotSupportedException' });
    await of(MANAGEMENT).send(new EnableAWSOrganizationsAccessCommand({}));
    await share({ OrganizationNode: NODES.organization });
    expect(await importedBy(SPOKE, 'AWS_ORGANIZATIONS')).toEqual([portfolio]);
  });
});
