import { readdirSync } from 'node:fs';
import { App, aws_s3 as s3, Stack, Validations } from 'aws-cdk-lib';
import { Capture, Match, Template } from 'aws-cdk-lib/assertions';
import { AwsSolutionsChecks } from 'cdk-nag';
import {
  committedOrganization,
  Synthesized,
  synthesize,
} from './__testUtils__/synthesize';
import { createExternalApp } from './createApp';
import { SNAPSHOTS } from './paths';
import { products } from './products';

const HUB = '111111111111';

// Synthesizing everything takes seconds, on a busy machine more.
jest.setTimeout(120_000);

describe('the app', () => {
  let app: Synthesized;
  let catalog: Template;

  beforeAll(() => {
    app = synthesize(committedOrganization());
    catalog = app.template('Catalog');
  });

  it('is clean for cdk-nag, which would stop it', () => {
    expect(app.violations).toEqual([]);
    const planted = new App();
    new s3.CfnBucket(new Stack(planted, 'Planted'), 'Bucket');
    Validations.of(planted).addPlugins(new AwsSolutionsChecks(planted));
    const noise = jest.spyOn(console, 'log').mockImplementation();
    const errors = jest.spyOn(console, 'error').mockImplementation();
    expect(() => planted.synth()).toThrow(/AwsSolutions-S1'/);
    noise.mockRestore();
    errors.mockRestore();
  });

  it('keeps the template of each version of each product', () => {
    const kept = readdirSync(SNAPSHOTS);
    // None is missing from what is committed.
    expect(readdirSync(app.snapshots)).toEqual(kept);
    const versions = products.flatMap(({ template, currentVersion }) =>
      template.kind === 'stack'
        ? [currentVersion.name, ...template.earlierVersions.map(v => v.name)]
        : [],
    );
    expect(kept).toHaveLength(versions.length);
  });

  it('offers every version, and takes withdrawn ones out of use without deleting them', () => {
    catalog.hasResourceProperties(
      'AWS::ServiceCatalog::CloudFormationProduct',
      {
        Name: 'SQS Queue',
        ProvisioningArtifactParameters: [
          Match.objectLike({ Name: '1.0' }),
          Match.objectLike({ Name: '1.1' }),
        ],
      },
    );
    expect(calls(catalog, 'Custom::ProductVersionState')).toEqual([
      {
        Create: expect.stringMatching(
          /"action":"UpdateProvisioningArtifact".*"Active":false/,
        ),
        Update: expect.stringMatching(/"Active":false/),
        Delete: expect.stringMatching(/"Active":true/),
      },
    ]);
  });

  it('takes templates from where others publish them, and from stacks that run', () => {
    const infoOf = (name: string) => {
      const [product] = Object.values(
        catalog.findResources('AWS::ServiceCatalog::CloudFormationProduct', {
          Properties: { Name: name },
        }),
      );
      return product.Properties.ProvisioningArtifactParameters[0].Info;
    };
    expect(infoOf('SNS Topic')).toEqual({
      LoadTemplateFromURL: `${
        committedOrganization().templateBaseUrl
      }sns-topic/1.0.yaml`,
    });
    const { ImportFromPhysicalId: stack, ...others } =
      infoOf('Application Secret');
    expect(others).toEqual({});
    expect(catalog.findResources('AWS::CloudFormation::Stack')).toHaveProperty(
      stack.Ref,
    );
  });

  it('has people reboot databases, as the launch role of each account', () => {
    const definition = new Capture();
    catalog.hasResourceProperties('AWS::ServiceCatalog::ServiceAction', {
      Name: 'Reboot-database',
      Definition: definition,
    });
    expect(definition.asArray()).toContainEqual({
      Key: 'AssumeRole',
      Value: 'LAUNCH_ROLE',
    });
    catalog.hasResourceProperties(
      'AWS::ServiceCatalog::ServiceActionAssociation',
      {
        ProvisioningArtifactId: {
          'Fn::Select': [
            0,
            {
              'Fn::Split': [
                ',',
                { 'Fn::GetAtt': [Match.anyValue(), 'ProvisioningArtifactIds'] },
              ],
            },
          ],
        },
      },
    );
    const trusting = Object.values(
      app.template('Roles').findResources('AWS::IAM::Role'),
    ).filter(({ Properties }) =>
      JSON.stringify(Properties.AssumeRolePolicyDocument).includes(
        'ssm.amazonaws.com',
      ),
    );
    expect(trusting.map(({ Properties }) => Properties.RoleName)).toEqual([
      'SCLaunch-postgresql-rds-instance',
    ]);
  });

  it('constrains what is launched', () => {
    const roles = [
      ...new Set(
        Object.values(
          catalog.findResources('AWS::ServiceCatalog::LaunchRoleConstraint'),
        ).map(({ Properties }) => Properties.LocalRoleName),
      ),
    ].sort();
    expect(roles).toEqual(products.map(({ key }) => `SCLaunch-${key}`).sort());
    const rules = new Capture();
    catalog.hasResourceProperties(
      'AWS::ServiceCatalog::LaunchTemplateConstraint',
      { Rules: rules },
    );
    expect(JSON.parse(rules.asString())).toEqual({
      BurstableOutsideProd: {
        RuleCondition: {
          'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'Environment' }, 'prod'] }],
        },
        Assertions: [
          {
            Assert: {
              'Fn::Contains': [
                ['db.t4g.micro', 'db.t4g.small', 'db.t4g.medium'],
                { Ref: 'InstanceClass' },
              ],
            },
            AssertDescription:
              'Outside prod the instance class has to be one of the db.t4g family',
          },
        ],
      },
    });
    catalog.allResourcesProperties(
      'AWS::ServiceCatalog::ResourceUpdateConstraint',
      { TagUpdateOnProvisionedProduct: 'ALLOWED' },
    );
    catalog.resourceCountIs(
      'AWS::ServiceCatalog::LaunchNotificationConstraint',
      1,
    );
    catalog.hasResourceProperties('AWS::ServiceCatalog::TagOption', {
      Key: 'CostCenter',
      Value: 'product-development',
    });
    catalog.allResourcesProperties(
      'AWS::ServiceCatalog::PortfolioPrincipalAssociation',
      { PrincipalType: 'IAM' },
    );
  });

  it('shares with the organisation, a unit and accounts, and takes shares back', () => {
    const shares = calls(catalog, 'Custom::PortfolioShare');
    expect(shares).toHaveLength(5);
    for (const { Create, Update, Delete } of shares) {
      expect(Create).toMatch(/"action":"CreatePortfolioShare"/);
      expect(Update).toMatch(/"action":"UpdatePortfolioShare"/);
      expect(Delete).toMatch(/"action":"DeletePortfolioShare"/);
      expect(Create).not.toMatch(/"SharePrincipals":true/);
    }
    const created = shares.map(({ Create }) => Create).join('\n');
    expect(created).toMatch(
      /"Type":"ORGANIZATION","Value":"<.*Organization\.Id>"}.*"ShareTagOptions":true,"SharePrincipals":false/,
    );
    expect(created).toMatch(
      /"Type":"ORGANIZATIONAL_UNIT","Value":"ou-demo-workload1"/,
    );
    expect(created).toMatch(/"Type":"ACCOUNT","Value":"222222222222"/);
    catalog.resourceCountIs('Custom::PortfolioShareCompleted', 5);
    catalog.hasResourceProperties('AWS::ServiceCatalog::PortfolioShare', {
      AccountId: '444444444444',
    });
  });

  it('leaves it to accounts outside the organisation to accept, and to have the roles', () => {
    const external = synthesize(committedOrganization(), createExternalApp);
    expect(external.violations).toEqual([]);
    const template = external.template('External-partner');
    template.hasResourceProperties(
      'AWS::ServiceCatalog::AcceptedPortfolioShare',
      { PortfolioId: { Ref: Match.stringLikeRegexp('PortfolioId') } },
    );
    expect(
      Object.values(template.findResources('AWS::IAM::Role')).map(
        ({ Properties }) => Properties.RoleName,
      ),
    ).toEqual([
      'SCLaunch-sqs-queue',
      'SCLaunch-dynamodb-table',
      'SCLaunch-sns-topic',
    ]);
  });

  it('shares principals by name only when asked to', () => {
    const organization = committedOrganization();
    organization.portfolios.networking.shares = [
      { organizationalUnit: 'workloads', tagOptions: false, principals: true },
    ];
    const template = synthesize(organization).template('Catalog');
    expect(
      calls(template, 'Custom::PortfolioShare').filter(({ Create }) =>
        Create.includes('"SharePrincipals":true'),
      ),
    ).toHaveLength(1);
    template.hasResourceProperties(
      'AWS::ServiceCatalog::PortfolioPrincipalAssociation',
      {
        PrincipalType: 'IAM_PATTERN',
        PrincipalARN: {
          'Fn::Join': [
            '',
            ['arn:', { Ref: 'AWS::Partition' }, ':iam:::role/BackstagePortal'],
          ],
        },
      },
    );
    expect(stackSetNames(template)).not.toContain(
      'service-catalog-networking-access-units',
    );
  });

  it('brings roles, access and local portfolios to project accounts, in one Region', () => {
    const roles = app.template('Roles');
    roles.hasResourceProperties('AWS::CloudFormation::StackSet', {
      PermissionModel: 'SERVICE_MANAGED',
      CallAs: 'DELEGATED_ADMIN',
      Capabilities: ['CAPABILITY_NAMED_IAM'],
      AutoDeployment: { Enabled: true },
      StackInstancesGroup: [
        {
          Regions: ['eu-central-1'],
          DeploymentTargets: { OrganizationalUnitIds: ['ou-demo-workload1'] },
        },
      ],
    });
    const spoke = Template.fromJSON(stackSetTemplate(roles));
    for (const template of [roles, spoke]) {
      for (const { key } of products) {
        template.hasResourceProperties('AWS::IAM::Role', {
          RoleName: `SCLaunch-${key}`,
        });
      }
      template.hasResourceProperties('AWS::IAM::Role', {
        RoleName: 'BackstagePortal',
      });
    }
    expect(stackSetNames(catalog)).toEqual([
      'service-catalog-applications-access-units',
      'service-catalog-data-services-access-accounts',
      'service-catalog-developer-self-service-access-units',
      'service-catalog-networking-access-units',
      'service-catalog-payments-databases',
    ]);
    const local = Template.fromJSON(
      stackSetTemplate(catalog, 'service-catalog-payments-databases'),
    );
    local.hasResourceProperties(
      'AWS::ServiceCatalog::PortfolioProductAssociation',
      { SourcePortfolioId: { Ref: 'SourcePortfolioId' } },
    );
    local.hasResourceProperties(
      'AWS::ServiceCatalog::LaunchTemplateConstraint',
      { Rules: Match.stringLikeRegexp('"SmallDatabases"') },
    );
  });

  it('does in the management account what only that may, and undoes none of it', () => {
    const management = app.template('Management');
    const made = ['ServiceCatalogAccess', 'ServiceCatalogAdministrator'].map(
      id => calls(management, `Custom::${id}`),
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
              `RegisterDelegatedAdministrator.*"AccountId":"${HUB}","ServicePrincipal":"servicecatalog.amazonaws.com"`,
            ),
          ),
          Update: expect.stringMatching(/RegisterDelegatedAdministrator/),
          Delete: undefined,
        },
      ],
    ]);
    for (const stack of ['Catalog', 'Roles']) {
      expect(JSON.stringify(app.template(stack))).not.toMatch(
        /EnableAWSOrganizationsAccess|RegisterDelegatedAdministrator/,
      );
    }
  });

  it('lets the portal read costs where they are paid, and nothing else', () => {
    const roles = Object.values(
      app.template('Management').findResources('AWS::IAM::Role', {
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
    app
      .template('Management')
      .hasResourceProperties('AWS::Organizations::Policy', {
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

/** The calls of custom resources, with `<logical id.attribute>` for what is not known yet. */
function calls(template: Template, type: string) {
  const text = (value: unknown) => {
    if (value === undefined || typeof value === 'string') {
      return value as string;
    }
    const [separator, parts] = (value as { 'Fn::Join': [string, unknown[]] })[
      'Fn::Join'
    ];
    return parts
      .map(part =>
        typeof part === 'string'
          ? part
          : `<${Object.values(part as object)
              .flat()
              .join('.')}>`,
      )
      .join(separator);
  };
  return Object.values(template.findResources(type)).map(({ Properties }) => ({
    Create: text(Properties.Create),
    Update: text(Properties.Update),
    Delete: text(Properties.Delete),
  }));
}

function stackSetNames(template: Template): string[] {
  return Object.values(template.findResources('AWS::CloudFormation::StackSet'))
    .map(({ Properties }) => Properties.StackSetName)
    .sort();
}

function stackSetTemplate(template: Template, name?: string) {
  const [stackSet] = Object.values(
    template.findResources(
      'AWS::CloudFormation::StackSet',
      name ? { Properties: { StackSetName: name } } : {},
    ),
  );
  return JSON.parse(stackSet.Properties.TemplateBody);
}
