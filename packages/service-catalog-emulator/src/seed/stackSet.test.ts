import { callRaw, startEmulator } from '../__testUtils__/harness';

const HUB = '111111111111';
const UNIT = 'ou-ab12-cd34ef56';
const [FIRST, SECOND, JOINED] = [
  '222222222222',
  '333333333333',
  '444444444444',
];

const organization = {
  id: 'o-a1b2c3d4e5',
  managementAccountId: '999999999999',
  accounts: [HUB],
  delegatedAdministrators: [HUB],
  organizationalUnits: [
    { name: 'workloads', id: UNIT, accounts: [FIRST, SECOND, JOINED] },
  ],
};

const stackSet = (targets: object) => ({
  Type: 'AWS::CloudFormation::StackSet',
  Properties: {
    StackSetName: 'portfolios',
    PermissionModel: 'SERVICE_MANAGED',
    Parameters: [
      {
        ParameterKey: 'Name',
        ParameterValue: {
          'Fn::GetAtt': ['Organization', 'Organization.Id'],
        },
      },
    ],
    StackInstancesGroup: [
      { Regions: ['us-east-1'], DeploymentTargets: targets },
    ],
    TemplateBody: JSON.stringify({
      Parameters: { Name: { Type: 'String' } },
      Resources: {
        Portfolio: {
          Type: 'AWS::ServiceCatalog::Portfolio',
          Properties: {
            DisplayName: { Ref: 'Name' },
            ProviderName: { Ref: 'AWS::AccountId' },
          },
        },
      },
    }),
  },
});

describe('seeding stack sets', () => {
  it.each([
    ['all accounts of a unit', {}, [FIRST, SECOND, JOINED]],
    [
      'some accounts of a unit',
      { AccountFilterType: 'INTERSECTION', Accounts: [SECOND, HUB] },
      [SECOND],
    ],
    [
      'all but some accounts of a unit',
      { AccountFilterType: 'DIFFERENCE', Accounts: [SECOND] },
      [FIRST, JOINED],
    ],
  ])(
    'deploys their template to %s, knowing the organization',
    async (_, filter, expected) => {
      const emulator = await startEmulator({
        organization,
        seeds: [
          {
            accountId: HUB,
            template: {
              Resources: {
                Organization: {
                  Type: 'Custom::AWS',
                  Properties: {
                    ServiceToken: 'arn:aws:lambda:us-east-1:1:function:sdk',
                    Create: JSON.stringify({
                      service: 'Organizations',
                      action: 'DescribeOrganization',
                    }),
                  },
                },
                StackSet: stackSet({
                  OrganizationalUnitIds: [UNIT],
                  ...filter,
                }),
              },
            },
          },
        ],
      });
      const found = await Promise.all(
        [HUB, FIRST, SECOND, JOINED].map(async account => {
          const { body } = await callRaw(
            emulator,
            'ListPortfolios',
            {},
            { accessKeyId: account },
          );
          return body.PortfolioDetails;
        }),
      );
      expect(found.flat()).toEqual(
        expected.map(account =>
          expect.objectContaining({
            DisplayName: organization.id,
            ProviderName: account,
          }),
        ),
      );
      expect(emulator.seeded.warnings).toEqual([]);
    },
  );
});
