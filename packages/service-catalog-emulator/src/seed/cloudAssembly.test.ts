import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import {
  callRaw,
  startEmulator,
  temporaryFolder,
} from '../__testUtils__/harness';
import { BUCKET_TEMPLATE } from '../__testUtils__/seeds';

const HUB = '111111111111';
const SPOKE = '222222222222';

/** What `cdk synth` writes for one file asset of a stack. */
const asset = (file: string, objectKey: string) => ({
  source: { path: file, packaging: 'file' },
  destinations: {
    'current_account-current_region': {
      bucketName: 'cdk-hnb659fds-assets-${AWS::AccountId}-${AWS::Region}',
      objectKey,
      assumeRoleArn: 'arn:${AWS::Partition}:iam::${AWS::AccountId}:role/cdk',
    },
  },
});

const stack = (
  templateFile: string,
  environment: string,
  dependencies: string[] = [],
) => ({
  type: 'aws:cloudformation:stack',
  environment,
  properties: { templateFile, parameters: {} },
  dependencies,
});

const ASSET_BUCKET =
  'https://s3.${AWS::Region}.${AWS::URLSuffix}/cdk-hnb659fds-assets-${AWS::AccountId}-${AWS::Region}';

const PORTFOLIO_STACK = {
  Parameters: {
    BootstrapVersion: {
      Type: 'AWS::SSM::Parameter::Value<String>',
      Default: '/cdk-bootstrap/hnb659fds/version',
    },
  },
  Resources: {
    Portfolio: {
      Type: 'AWS::ServiceCatalog::Portfolio',
      Properties: { DisplayName: 'Storage', ProviderName: 'Platform' },
    },
    Access: {
      Type: 'AWS::ServiceCatalog::PortfolioPrincipalAssociation',
      Properties: {
        PortfolioId: { Ref: 'Portfolio' },
        PrincipalARN: 'arn:aws:iam:::user/*',
        PrincipalType: 'IAM_PATTERN',
      },
    },
    Option: {
      Type: 'Custom::AWS',
      Properties: {
        ServiceToken: 'arn:aws:lambda:us-east-1:111111111111:function:sdk',
        Create: {
          'Fn::Join': [
            '',
            [
              '{"service":"ServiceCatalog","action":"createTagOption","parameters":{"Key":"portfolio","Value":"',
              { Ref: 'Portfolio' },
              '"},"physicalResourceId":{"responsePath":"TagOptionDetail.Id"}}',
            ],
          ],
        },
      },
    },
    Lambda: { Type: 'AWS::Lambda::Function' },
  },
  Outputs: {
    Portfolio: {
      Value: { Ref: 'Portfolio' },
      Export: { Name: { 'Fn::Sub': '${AWS::StackName}:Portfolio' } },
    },
    Option: { Value: { 'Fn::GetAtt': ['Option', 'TagOptionDetail.Id'] } },
  },
};

const PRODUCT_STACK = {
  Resources: {
    Nested: {
      Type: 'AWS::CloudFormation::Stack',
      Properties: {
        TemplateURL: { 'Fn::Sub': `${ASSET_BUCKET}/2222.json` },
        Parameters: {
          PortfolioId: { 'Fn::ImportValue': 'Portfolios:Portfolio' },
        },
      },
    },
  },
};

const NESTED_STACK = {
  Parameters: { PortfolioId: { Type: 'String' } },
  Resources: {
    Product: {
      Type: 'AWS::ServiceCatalog::CloudFormationProduct',
      Properties: {
        Name: 'Bucket',
        Owner: 'Platform',
        ProvisioningArtifactParameters: [
          {
            Name: 'v1',
            Info: {
              LoadTemplateFromURL: { 'Fn::Sub': `${ASSET_BUCKET}/1111.json` },
            },
          },
        ],
      },
    },
    InPortfolio: {
      Type: 'AWS::ServiceCatalog::PortfolioProductAssociation',
      Properties: {
        PortfolioId: { Ref: 'PortfolioId' },
        ProductId: { Ref: 'Product' },
      },
    },
  },
};

async function cdkOut() {
  const folder = await temporaryFolder();
  const stage = path.join(folder, 'assembly-Spokes');
  await mkdir(stage);
  const json = (file: string, content: unknown) =>
    writeFile(path.join(folder, file), JSON.stringify(content));
  await json('manifest.json', {
    version: '48.0.0',
    artifacts: {
      // Written before those it depends on, as CDK may.
      Products: stack('Products.template.json', `aws://${HUB}/us-east-1`, [
        'Portfolios',
        'Products.assets',
      ]),
      'Products.assets': {
        type: 'cdk:asset-manifest',
        properties: { file: 'Products.assets.json' },
      },
      Portfolios: stack('Portfolios.template.json', `aws://${HUB}/us-east-1`),
      Network: stack('Network.template.json', `aws://${HUB}/us-east-1`),
      'assembly-Spokes': {
        type: 'cdk:cloud-assembly',
        properties: { directoryName: 'assembly-Spokes' },
      },
      Tree: { type: 'cdk:tree', properties: { file: 'tree.json' } },
    },
  });
  await json('Products.assets.json', {
    version: '48.0.0',
    files: {
      1111: asset('bucket.product.template.json', '1111.json'),
      2222: asset('nested.template.json', '2222.json'),
    },
    dockerImages: {},
  });
  await json('Portfolios.template.json', PORTFOLIO_STACK);
  await json('Products.template.json', PRODUCT_STACK);
  await json('nested.template.json', NESTED_STACK);
  await json('Network.template.json', {
    Resources: { Vpc: { Type: 'AWS::EC2::VPC' } },
  });
  await writeFile(
    path.join(folder, 'bucket.product.template.json'),
    BUCKET_TEMPLATE,
  );
  await json('assembly-Spokes/manifest.json', {
    version: '48.0.0',
    artifacts: {
      SpokesLocal: stack(
        'SpokesLocal.template.json',
        'aws://unknown-account/unknown-region',
      ),
    },
  });
  await json('assembly-Spokes/SpokesLocal.template.json', {
    Resources: {
      Local: {
        Type: 'AWS::ServiceCatalog::Portfolio',
        Properties: { DisplayName: 'Local', ProviderName: 'Spoke' },
      },
    },
  });
  return folder;
}

describe('seeding from cdk.out', () => {
  it('deploys stages and stacks in order, with assets, exports and calls of the SDK', async () => {
    const emulator = await startEmulator({
      seeds: [{ path: await cdkOut(), accountId: SPOKE, region: 'eu-west-1' }],
    });
    const { stacks, warnings } = emulator.seeded;
    expect(stacks.map(({ stackName }) => stackName)).toEqual([
      'SpokesLocal',
      'Portfolios',
      'Products',
    ]);
    expect(warnings).toEqual([
      'Network: no AWS::ServiceCatalog resources, and no stack that has some depends on it; left out',
      'Portfolios: not emulated in stack Portfolios, so that references to them get a made-up name: 1 AWS::Lambda::Function',
    ]);

    const hub = { accessKeyId: HUB };
    const options = await callRaw(emulator, 'ListTagOptions', {}, hub);
    expect(options.body.TagOptionDetails).toMatchObject([
      {
        Id: stacks[1].outputs.Option,
        Key: 'portfolio',
        Value: stacks[1].outputs.Portfolio,
      },
    ]);
    const products = await callRaw(emulator, 'SearchProducts', {}, hub);
    expect(products.body.ProductViewSummaries).toMatchObject([
      { Name: 'Bucket' },
    ]);
    const { body } = await callRaw(
      emulator,
      'DescribeProvisioningParameters',
      { ProductName: 'Bucket', ProvisioningArtifactName: 'v1' },
      hub,
    );
    expect(body.ProvisioningArtifactParameters).toMatchObject([
      { ParameterKey: 'BucketPurpose' },
      { ParameterKey: 'Environment' },
    ]);
    const local = await callRaw(
      emulator,
      'ListPortfolios',
      {},
      { accessKeyId: SPOKE, region: 'eu-west-1' },
    );
    expect(local.body.PortfolioDetails).toMatchObject([
      { DisplayName: 'Local' },
    ]);
  });

  it.each([
    ['manifest.json', '{"artifacts": 1}', /manifest\.json is not what cdk/],
    ['manifest.json', '{', /manifest\.json is not valid JSON/],
    [
      'Products.assets.json',
      undefined,
      /Products\.assets\.json cannot be read/,
    ],
    [
      'bucket.product.template.json',
      undefined,
      /resource Product .*The asset at https:.*1111\.json cannot be loaded/,
    ],
    [
      'Portfolios.template.json',
      JSON.stringify({ Resources: PORTFOLIO_STACK.Resources }),
      /Products: resource Nested .*No export named Portfolios:Portfolio found/,
    ],
  ])('refuses a broken %s, naming it', async (file, content, message) => {
    const folder = await cdkOut();
    if (content === undefined) {
      await rm(path.join(folder, file));
    } else {
      await writeFile(path.join(folder, file), content);
    }
    await expect(
      startEmulator({ seeds: [{ path: folder }] }),
    ).rejects.toMatchObject({
      name: 'SeedError',
      message: expect.stringMatching(message),
    });
  });
});
