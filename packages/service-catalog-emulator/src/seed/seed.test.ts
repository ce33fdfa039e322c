import path from 'node:path';
import {
  callRaw,
  startEmulator,
  temporaryFolder,
} from '../__testUtils__/harness';
import { BUCKET_TEMPLATE, CALLER_ARN } from '../__testUtils__/seeds';

const PRODUCT = (url: string, name = 'v1') => `
  Product:
    Type: AWS::ServiceCatalog::CloudFormationProduct
    Properties:
      Name: Bucket
      Owner: !Ref Owner
      SupportEmail: help@example.com
      ProvisioningArtifactParameters:
        - { Name: ${name}, Info: { LoadTemplateFromURL: ${url} } }
`;

const FULL = `
Parameters:
  Owner: { Type: String, Default: Platform }
  Team: { Type: String, Default: payments }
Conditions:
  WithTags: !Not [!Equals [!Ref Team, '']]
Resources:
  LaunchRole:
    Type: AWS::IAM::Role
    Properties: { RoleName: !Sub 'launch-\${Team}' }
  Topic:
    Type: AWS::SNS::Topic
  Portfolio:
    Type: AWS::ServiceCatalog::Portfolio
    Properties:
      DisplayName: Storage
      ProviderName: !Ref Owner
      Tags: [{ Key: team, Value: !Ref Team }]
${PRODUCT('bucket.yaml')}
  InPortfolio:
    Type: AWS::ServiceCatalog::PortfolioProductAssociation
    Properties: { PortfolioId: !Ref Portfolio, ProductId: !Ref Product }
  Access:
    Type: AWS::ServiceCatalog::PortfolioPrincipalAssociation
    Properties:
      PortfolioId: !Ref Portfolio
      PrincipalARN: !Sub 'arn:\${AWS::Partition}:iam::\${AWS::AccountId}:user/emulator'
      PrincipalType: IAM
  Launch:
    Type: AWS::ServiceCatalog::LaunchRoleConstraint
    DependsOn: InPortfolio
    Properties:
      PortfolioId: !Ref Portfolio
      ProductId: !Ref Product
      RoleArn: !GetAtt LaunchRole.Arn
  Template:
    Type: AWS::ServiceCatalog::LaunchTemplateConstraint
    DependsOn: InPortfolio
    Properties:
      PortfolioId: !Ref Portfolio
      ProductId: !Ref Product
      Rules: '{"R":{"Assertions":[{"Assert":{"Fn::Equals":["a","a"]}}]}}'
  Update:
    Type: AWS::ServiceCatalog::ResourceUpdateConstraint
    DependsOn: InPortfolio
    Properties:
      PortfolioId: !Ref Portfolio
      ProductId: !Ref Product
      TagUpdateOnProvisionedProduct: ALLOWED
  Notification:
    Type: AWS::ServiceCatalog::LaunchNotificationConstraint
    DependsOn: InPortfolio
    Properties:
      PortfolioId: !Ref Portfolio
      ProductId: !Ref Product
      NotificationArns: ['arn:aws:sns:us-east-1:123456789012:stacks']
  Option:
    Type: AWS::ServiceCatalog::TagOption
    Condition: WithTags
    Properties: { Key: team, Value: !Ref Team, Active: true }
  OptionOnPortfolio:
    Type: AWS::ServiceCatalog::TagOptionAssociation
    Condition: WithTags
    Properties: { ResourceId: !Ref Portfolio, TagOptionId: !Ref Option }
  Share:
    Type: AWS::ServiceCatalog::PortfolioShare
    Properties: { PortfolioId: !Ref Portfolio, AccountId: '210987654321' }
Outputs:
  ProductId: { Value: !Ref Product }
  Versions: { Value: !GetAtt Product.ProvisioningArtifactIds }
`;

describe('seeding from CloudFormation', () => {
  it('makes what each resource type declares, and reports the rest', async () => {
    const folder = await temporaryFolder({
      'seed.yaml': FULL,
      'bucket.yaml': BUCKET_TEMPLATE,
    });
    const emulator = await startEmulator({
      seeds: [{ path: path.join(folder, 'seed.yaml') }],
    });
    const { warnings, stacks } = emulator.seeded;
    const { Portfolio, Product } = stacks[0].resources;
    expect(stacks[0].outputs).toEqual({
      ProductId: Product,
      Versions: expect.stringMatching(/^pa-[a-z0-9]{13}$/),
    });
    expect(warnings).toEqual([
      'seed: not emulated in stack seed, so that references to them get a made-up name: 1 AWS::SNS::Topic',
    ]);

    const described = await callRaw(emulator, 'DescribePortfolio', {
      Id: Portfolio,
    });
    expect(described.body).toMatchObject({
      PortfolioDetail: { DisplayName: 'Storage', ProviderName: 'Platform' },
      Tags: [{ Key: 'team', Value: 'payments' }],
      TagOptions: [{ Key: 'team', Value: 'payments', Active: true }],
    });
    const principals = await callRaw(emulator, 'ListPrincipalsForPortfolio', {
      PortfolioId: Portfolio,
    });
    expect(principals.body.Principals).toEqual([
      { PrincipalARN: CALLER_ARN, PrincipalType: 'IAM' },
    ]);
    const { body } = await callRaw(emulator, 'DescribeProvisioningParameters', {
      ProductId: Product,
      ProvisioningArtifactName: 'v1',
    });
    expect(body.ConstraintSummaries).toEqual([
      { Type: 'LAUNCH' },
      { Type: 'TEMPLATE' },
      { Type: 'RESOURCE_UPDATE' },
      { Type: 'NOTIFICATION' },
    ]);
    expect(body.UsageInstructions).toEqual(
      expect.arrayContaining([
        {
          Type: 'launchAsRole',
          Value: 'arn:aws:iam::123456789012:role/launch-payments',
        },
        { Type: 'tagUpdateOnProvisionedProduct', Value: 'ALLOWED' },
      ]),
    );
  });

  it('takes the templates of a folder that can stand alone, and nests the others', async () => {
    const folder = await temporaryFolder({
      'a-portfolio.yaml': `
Resources:
  Portfolio:
    Type: AWS::ServiceCatalog::Portfolio
    Properties: { DisplayName: Storage, ProviderName: Platform }
  Bucket:
    Type: AWS::CloudFormation::Stack
    Properties:
      TemplateURL: b-product.yaml
      Parameters: { Owner: Nested, PortfolioId: !Ref Portfolio }
Outputs:
  ProductId: { Value: !GetAtt Bucket.Outputs.Id }
`,
      'b-product.yaml': `
Parameters:
  Owner: { Type: String }
  PortfolioId: { Type: String }
Resources:
${PRODUCT('file:bucket.yaml')}
Outputs:
  Id: { Value: !Ref Product }
`,
      'bucket.yaml': BUCKET_TEMPLATE,
      'README.md': 'Not a template',
    });
    const emulator = await startEmulator({ seeds: [{ path: folder }] });
    expect(emulator.seeded.stacks.map(({ stackName }) => stackName)).toEqual([
      'a-portfolio',
    ]);
    const { body } = await callRaw(emulator, 'DescribeProductAsAdmin', {
      Id: emulator.seeded.stacks[0].outputs.ProductId,
    });
    expect(body.ProductViewDetail).toMatchObject({
      ProductViewSummary: { Name: 'Bucket', Owner: 'Nested' },
    });
  });

  it('updates what changed, and retires versions that are gone', async () => {
    const seed = (owner: string, url: string, name: string) => ({
      template: `
Parameters:
  Owner: { Type: String, Default: ${owner} }
Resources:
${PRODUCT(url, name)}
`,
    });
    const folder = await temporaryFolder({
      'one.yaml': BUCKET_TEMPLATE,
      'two.yaml': BUCKET_TEMPLATE.replace('A bucket', 'A better bucket'),
    });
    const emulator = await startEmulator({
      seeds: [{ ...seed('First', 'one.yaml', 'v1'), folder }],
    });
    const { resources } = emulator.seeded.stacks[0];
    const again = await emulator.seed({
      ...seed('Second', 'two.yaml', 'v2'),
      folder,
    });
    expect(again.stacks[0].resources).toEqual(resources);
    const versions = async () => {
      const { body } = await callRaw(emulator, 'ListProvisioningArtifacts', {
        ProductId: resources.Product,
      });
      return (
        body.ProvisioningArtifactDetails as { Name: string; Active: boolean }[]
      ).map(({ Name, Active }) => [Name, Active]);
    };
    expect(await versions()).toEqual([
      ['v1', false],
      ['v2', true],
    ]);
    const { body } = await callRaw(emulator, 'DescribeProductAsAdmin', {
      Id: resources.Product,
    });
    expect(body.ProductViewDetail).toMatchObject({
      ProductViewSummary: { Owner: 'Second' },
    });
  });

  it.each([
    [
      'a parameter without a value',
      'Parameters: { Name: { Type: String } }\nResources: { P: { Type: AWS::ServiceCatalog::Portfolio } }',
      'seed: Parameters: [Name] must have values',
    ],
    [
      'a missing property',
      'Resources: { P: { Type: AWS::ServiceCatalog::Portfolio, Properties: { DisplayName: P } } }',
      "seed: resource P (AWS::ServiceCatalog::Portfolio): 1 validation error detected: Value null at 'providerName' failed to satisfy constraint: Member must not be null",
    ],
    [
      'a reference to nothing',
      'Resources: { P: { Type: AWS::ServiceCatalog::Portfolio, Properties: { DisplayName: !Ref X, ProviderName: x } } }',
      'seed: resource P (AWS::ServiceCatalog::Portfolio): Template format error: Unresolved resource dependencies [X] in the Resources block of the template',
    ],
    [
      'a circle',
      'Resources: { A: { Type: T::T::T, DependsOn: B }, B: { Type: T::T::T, DependsOn: A } }',
      'seed: Circular dependency between resources: [A, B]',
    ],
    [
      'broken YAML',
      'Resources: [',
      'seed: Template format error: YAML not well-formed.',
    ],
    [
      'broken JSON',
      '{"Resources": ',
      'seed: Template format error: JSON not well-formed.',
    ],
    [
      'a stack that nests itself',
      'Resources: { S: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: self.yaml } } }',
      'Stacks are nested more than 5 deep',
    ],
  ])('refuses %s, naming it', async (_, template, message) => {
    const folder = await temporaryFolder({ 'self.yaml': template });
    await expect(
      startEmulator({ seeds: [{ template, folder }] }),
    ).rejects.toMatchObject({
      name: 'SeedError',
      message: expect.stringContaining(message),
    });
  });

  it('refuses a folder without anything to seed', async () => {
    const folder = await temporaryFolder({ 'bucket.yaml': BUCKET_TEMPLATE });
    await expect(
      startEmulator({ seeds: [{ path: folder }] }),
    ).rejects.toMatchObject({
      message: expect.stringContaining(
        'has no template with AWS::ServiceCatalog resources',
      ),
    });
  });
});
