import { readdirSync } from 'node:fs';
import { App, aws_s3 as s3, Stack, Validations } from 'aws-cdk-lib';
import { Capture, Match, Template } from 'aws-cdk-lib/assertions';
import { AwsSolutionsChecks } from 'cdk-nag';
import {
  committedOrganization,
  Synthesized,
  synthesize,
} from './__testUtils__/synthesize';
import { sdkCalls } from './__testUtils__/sdkCalls';
import { createExternalApp } from './createApp';
import { SNAPSHOTS } from './paths';
import { products } from './products';

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
    expect(sdkCalls(catalog, 'Custom::ProductVersionState')).toEqual([
      {
        Create: expect.stringMatching(
          /"action":"UpdateProvisioningArtifact".*"Active":false/,
        ),
        Update: expect.stringMatching(/"Active":false/),
        Delete: expect.stringMatching(/"Active":true/),
      },
    ]);
  });

  it('makes all versions of a product in one resource, and none besides', () => {
    const offered = Object.values(
      catalog.findResources('AWS::ServiceCatalog::CloudFormationProduct'),
    ).map(({ Properties }) => ({
      name: Properties.Name,
      versions: Properties.ProvisioningArtifactParameters.map(
        ({ Name }: { Name: string }) => Name,
      ),
    }));
    const defined = products.map(({ name, template, currentVersion }) => ({
      name,
      versions: [
        ...(template.kind === 'stack'
          ? template.earlierVersions.map(version => version.name)
          : []),
        currentVersion.name,
      ],
    }));
    expect(offered).toHaveLength(defined.length);
    expect(offered).toEqual(expect.arrayContaining(defined));
    expect(offered.some(({ versions }) => versions.length > 1)).toBe(true);
    // Service Catalog fails versions that are made at the same time: nothing else may make any.
    expect(JSON.stringify(catalog.toJSON())).not.toContain(
      'CreateProvisioningArtifact',
    );
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
    const shares = sdkCalls(catalog, 'Custom::PortfolioShare');
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
      sdkCalls(template, 'Custom::PortfolioShare').filter(({ Create }) =>
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

  it('leaves to the management account what only that may do', () => {
    for (const stack of ['Catalog', 'Roles']) {
      expect(JSON.stringify(app.template(stack))).not.toMatch(
        /EnableAWSOrganizationsAccess|RegisterDelegatedAdministrator/,
      );
    }
  });
});

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
