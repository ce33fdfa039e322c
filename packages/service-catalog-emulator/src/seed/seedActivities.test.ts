import {
  callRaw,
  startEmulator,
  temporaryFolder,
} from '../__testUtils__/harness';
import { BUCKET_TEMPLATE, CALLER_ARN } from '../__testUtils__/seeds';

/** A product in a portfolio, without anybody who may use it. */
const IN_PORTFOLIO = `
  Product:
    Type: AWS::ServiceCatalog::CloudFormationProduct
    Properties:
      Name: Bucket
      Owner: Platform
      ProvisioningArtifactParameters:
        - { Name: v1, Info: { LoadTemplateFromURL: bucket.yaml } }
  Portfolio:
    Type: AWS::ServiceCatalog::Portfolio
    Properties: { DisplayName: Storage, ProviderName: Platform }
  InPortfolio:
    Type: AWS::ServiceCatalog::PortfolioProductAssociation
    Properties: { PortfolioId: !Ref Portfolio, ProductId: !Ref Product }
`;

describe('seeding what is done with a catalog', () => {
  it('shares a portfolio with an account that accepts it, and attaches service actions', async () => {
    const folder = await temporaryFolder({ 'bucket.yaml': BUCKET_TEMPLATE });
    const hub = {
      folder,
      stackName: 'hub',
      template: `
Resources:
${IN_PORTFOLIO}  Share:
    Type: AWS::ServiceCatalog::PortfolioShare
    Properties: { PortfolioId: !Ref Portfolio, AccountId: '210987654321', ShareTagOptions: true }
  Action:
    Type: AWS::ServiceCatalog::ServiceAction
    Properties:
      Name: Restart
      DefinitionType: SSM_AUTOMATION
      Definition:
        - { Key: Name, Value: AWS-RestartEC2Instance }
        - { Key: Version, Value: '1' }
  OnProduct:
    Type: AWS::ServiceCatalog::ServiceActionAssociation
    Properties:
      ProductId: !Ref Product
      ProvisioningArtifactId: !GetAtt Product.ProvisioningArtifactIds
      ServiceActionId: !GetAtt Action.Id
`,
    };
    const emulator = await startEmulator({ seeds: [hub] });
    const { Portfolio, Product, Action } = emulator.seeded.stacks[0].resources;
    const spoke = {
      stackName: 'spoke',
      accountId: '210987654321',
      parameters: { PortfolioId: Portfolio },
      template: `
Parameters: { PortfolioId: { Type: String } }
Resources:
  Accepted:
    Type: AWS::ServiceCatalog::AcceptedPortfolioShare
    Properties: { PortfolioId: !Ref PortfolioId }
  Access:
    Type: AWS::ServiceCatalog::PortfolioPrincipalAssociation
    DependsOn: Accepted
    Properties:
      PortfolioId: !Ref PortfolioId
      PrincipalARN: !Sub 'arn:aws:iam::\${AWS::AccountId}:user/emulator'
      PrincipalType: IAM
`,
    };
    await emulator.seed(spoke);
    // A second time nothing is there twice.
    const again = await emulator.seed(hub);
    await emulator.seed(spoke);
    expect(again).toMatchObject({ warnings: [] });

    const seen = await callRaw(
      emulator,
      'SearchProducts',
      {},
      { accessKeyId: '210987654321' },
    );
    expect(seen.body.ProductViewSummaries).toMatchObject([
      { ProductId: Product },
    ]);
    const shares = await callRaw(emulator, 'DescribePortfolioShares', {
      PortfolioId: Portfolio,
      Type: 'ACCOUNT',
    });
    expect(shares.body.PortfolioShareDetails).toMatchObject([
      { PrincipalId: '210987654321', Accepted: true, ShareTagOptions: true },
    ]);
    const actions = await callRaw(
      emulator,
      'ListServiceActionsForProvisioningArtifact',
      {
        ProductId: Product,
        ProvisioningArtifactId:
          again.stacks[0].resources.OnProduct.split('|')[2],
      },
    );
    expect(actions.body.ServiceActionSummaries).toMatchObject([
      { Id: Action, Name: 'Restart' },
    ]);
  });

  it('launches provisioned products, and updates them when the seed differs', async () => {
    const folder = await temporaryFolder({ 'bucket.yaml': BUCKET_TEMPLATE });
    const seed = (purpose: string) => ({
      template: `
Resources:
${IN_PORTFOLIO}  Access:
    Type: AWS::ServiceCatalog::PortfolioPrincipalAssociation
    Properties: { PortfolioId: !Ref Portfolio, PrincipalARN: '${CALLER_ARN}', PrincipalType: IAM }
  Uploads:
    Type: AWS::ServiceCatalog::CloudFormationProvisionedProduct
    DependsOn: [InPortfolio, Access]
    Properties:
      ProductId: !Ref Product
      ProvisioningArtifactName: v1
      ProvisioningParameters: [{ Key: BucketPurpose, Value: ${purpose} }]
      Tags: [{ Key: team, Value: payments }]
Outputs:
  Label: { Value: !GetAtt Uploads.Outputs.Label }
  Stack: { Value: !GetAtt Uploads.CloudformationStackArn }
`,
      folder,
    });
    const emulator = await startEmulator({ seeds: [seed('uploads')] });
    const [{ resources, outputs }] = emulator.seeded.stacks;
    expect(outputs).toEqual({
      Label: 'uploads-dev in us-east-1',
      Stack: expect.stringContaining(`SC-123456789012-${resources.Uploads}/`),
    });
    const describe = async () => {
      const { body } = await callRaw(emulator, 'SearchProvisionedProducts', {
        Filters: { SearchQuery: ['tags:payments'] },
      });
      return body.ProvisionedProducts as { [member: string]: unknown }[];
    };
    const [launched] = await describe();
    expect(launched).toMatchObject({
      Id: resources.Uploads,
      Name: expect.stringMatching(/^seed-Uploads-[A-Z0-9]{12}$/),
      Status: 'AVAILABLE',
      UserArn: CALLER_ARN,
    });

    await emulator.seed(seed('uploads'));
    expect(await describe()).toEqual([launched]);
    const again = await emulator.seed(seed('archive'));
    expect(again.stacks[0].outputs.Label).toBe('archive-dev in us-east-1');
    expect(await describe()).toMatchObject([
      { Id: resources.Uploads, Status: 'AVAILABLE' },
    ]);
    await expect(emulator.seed(seed('x'))).rejects.toMatchObject({
      name: 'SeedError',
      message: expect.stringContaining(
        'resource Uploads (AWS::ServiceCatalog::CloudFormationProvisionedProduct): AmazonCloudFormationException',
      ),
    });
    await expect(
      emulator.seed({
        ...seed('mine'),
        stackName: 'other',
        launchedBy: 'arn:aws:iam::123456789012:role/stranger',
      }),
    ).rejects.toMatchObject({
      message: expect.stringContaining('No launch paths found'),
    });
  });
});
