import { App } from 'aws-cdk-lib';
import { Capture, Template } from 'aws-cdk-lib/assertions';
import { sdkCalls } from '../__testUtils__/sdkCalls';
import { committedOrganization } from '../__testUtils__/synthesize';
import { products } from '../products';
import { ManagementStack } from './ManagementStack';

describe('the stack of the management account', () => {
  const organization = committedOrganization();
  const template = Template.fromStack(
    new ManagementStack(new App(), 'Management', { organization }),
  );

  it('does what only that account may, and undoes none of it', () => {
    const made = ['ServiceCatalogAccess', 'ServiceCatalogAdministrator'].map(
      id => sdkCalls(template, `Custom::${id}`),
    );
    expect(made).toEqual([
      [
        {
          Create: expect.stringMatching(/EnableAWSOrganizationsAccess/),
          Update: expect.stringMatching(/EnableAWSOrganizationsAccess/),
          Delete: undefined,
        },
      ],
      [
        {
          Create: expect.stringMatching(
            new RegExp(
              `RegisterDelegatedAdministrator.*"AccountId":"${organization.accounts.provisioning}","ServicePrincipal":"servicecatalog.amazonaws.com"`,
            ),
          ),
          Update: expect.stringMatching(/RegisterDelegatedAdministrator/),
          Delete: undefined,
        },
      ],
    ]);
  });

  it('lets the portal read costs where they are paid, and nothing else', () => {
    const roles = Object.values(
      template.findResources('AWS::IAM::Role', {
        Properties: { RoleName: 'BackstageCosts' },
      }),
    );
    expect(roles).toHaveLength(1);
    const [{ Properties }] = roles;
    expect(Properties.ManagedPolicyArns).toBeUndefined();
    expect(Properties.Policies).toEqual([
      expect.objectContaining({
        PolicyDocument: expect.objectContaining({
          Statement: [
            { Effect: 'Allow', Action: 'ce:GetCostAndUsage', Resource: '*' },
          ],
        }),
      }),
    ]);
    expect(
      Properties.AssumeRolePolicyDocument.Statement[0].Condition,
    ).toHaveProperty(['StringEquals', 'sts:ExternalId']);
  });

  it('protects the tags that the portal stamps, and the roles that may change them', () => {
    const content = new Capture();
    template.hasResourceProperties('AWS::Organizations::Policy', {
      Type: 'SERVICE_CONTROL_POLICY',
      TargetIds: ['ou-demo-workload1'],
      Content: content,
    });
    const policy = content.asObject();
    expect(policy.Statement).toMatchObject([
      {
        Effect: 'Deny',
        Condition: {
          'ForAnyValue:StringLike': { 'aws:TagKeys': ['backstage.io/*'] },
          ArnNotLike: {
            'aws:PrincipalArn': expect.arrayContaining([
              'arn:*:iam::*:role/SCLaunch-*',
            ]),
          },
        },
      },
      {
        Effect: 'Deny',
        Action: expect.arrayContaining(['iam:UpdateAssumeRolePolicy']),
        Resource: [
          'arn:*:iam::*:role/SCLaunch-*',
          'arn:*:iam::*:role/BackstagePortal',
        ],
      },
    ]);
    expect(JSON.stringify(policy).length).toBeLessThanOrEqual(5120);
    const tagging = products
      .flatMap(product => product.permissions())
      .flatMap(({ actions }) => actions)
      .filter(action => /:(Add|Create|Delete|Remove)?(Unt|T)ag/.test(action));
    expect(policy.Statement[0].Action).toEqual(expect.arrayContaining(tagging));
    expect(tagging).toContain('secretsmanager:UntagResource');
  });
});
