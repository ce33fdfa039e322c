import {
  DescribeOrganizationCommand,
  ListAccountsCommand,
  ListRootsCommand,
  paginateListAccounts,
} from '@aws-sdk/client-organizations';
import { organizationsClient } from '../__testUtils__/clients';
import { startEmulator } from '../__testUtils__/harness';
import { createEmulator, EmulatorOptions } from '../createEmulator';

const MANAGEMENT = '100000000001';
const DELEGATED = '100000000002';
const MEMBER = '100000000003';

const ORGANIZATION: EmulatorOptions['organization'] = {
  id: 'o-emulated01',
  managementAccountId: MANAGEMENT,
  accounts: [{ id: DELEGATED, name: 'Hub', email: 'hub@example.com' }],
  organizationalUnits: [
    { name: 'Workloads', accounts: [{ id: MEMBER, status: 'SUSPENDED' }] },
  ],
  delegatedAdministrators: [DELEGATED],
};

describe('AWS Organizations', () => {
  it('describes the organization to its members', async () => {
    const { url } = await startEmulator({ organization: ORGANIZATION });
    for (const accessKeyId of [MANAGEMENT, MEMBER]) {
      const { Organization } = await organizationsClient(url, {
        accessKeyId,
      }).send(new DescribeOrganizationCommand({}));
      expect(Organization).toMatchObject({
        Id: 'o-emulated01',
        Arn: `arn:aws:organizations::${MANAGEMENT}:organization/o-emulated01`,
        MasterAccountId: MANAGEMENT,
        MasterAccountArn: `arn:aws:organizations::${MANAGEMENT}:account/o-emulated01/${MANAGEMENT}`,
        FeatureSet: 'ALL',
      });
    }
    await expect(
      organizationsClient(url, { accessKeyId: '200000000001' }).send(
        new DescribeOrganizationCommand({}),
      ),
    ).rejects.toMatchObject({ name: 'AWSOrganizationsNotInUseException' });
  });

  it('lists accounts to its administrators, page by page', async () => {
    const { url } = await startEmulator({ organization: ORGANIZATION });
    const client = organizationsClient(url, { accessKeyId: DELEGATED });
    const accounts = [];
    for await (const { Accounts } of paginateListAccounts(
      { client, pageSize: 2 },
      {},
    )) {
      accounts.push(Accounts);
    }
    expect(accounts).toMatchObject([
      [
        { Id: MANAGEMENT, Status: 'ACTIVE' },
        { Id: DELEGATED, Name: 'Hub', Email: 'hub@example.com' },
      ],
      [{ Id: MEMBER, Name: MEMBER, Status: 'SUSPENDED' }],
    ]);
    await expect(
      organizationsClient(url, { accessKeyId: MEMBER }).send(
        new ListAccountsCommand({}),
      ),
    ).rejects.toMatchObject({ name: 'AccessDeniedException' });
    await expect(client.send(new ListRootsCommand({}))).rejects.toMatchObject({
      name: 'UnknownOperationException',
    });
  });
});

describe('options of the organization', () => {
  const start = (organization: EmulatorOptions['organization']) =>
    createEmulator({ organization });

  it.each([
    [{ managementAccountId: '1' }, 'organization.managementAccountId: '],
    [{ ...ORGANIZATION!, id: 'x' }, "organization.id: 'x' does not match"],
    [
      { ...ORGANIZATION!, delegatedAdministrators: ['200000000001'] },
      'organization.delegatedAdministrators[0]: 200000000001 is no account',
    ],
    [
      { ...ORGANIZATION!, accounts: [MEMBER] },
      `organization.organizationalUnits[0].accounts[0]: account ${MEMBER} is listed twice`,
    ],
    [
      { ...ORGANIZATION!, organizationalUnits: [{ name: 'A', id: 'ou-1' }] },
      "organization.organizationalUnits[0].id: 'ou-1' does not match",
    ],
  ])('name what is wrong in %j', async (organization, message) => {
    await expect(start(organization)).rejects.toMatchObject({
      message: expect.stringContaining(message),
    });
  });

  it('do not take anything but roles for roles', async () => {
    await expect(
      createEmulator({ roles: { 'arn:aws:iam::1:user/x': {} } }),
    ).rejects.toMatchObject({
      message: "roles: 'arn:aws:iam::1:user/x' is not the ARN of an IAM role",
    });
  });
});
