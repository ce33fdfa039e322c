import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { yamlParse } from 'yaml-cfn';
import {
  callRaw,
  startEmulator,
  temporaryFolder,
} from '../__testUtils__/harness';
import { describeWithReference } from '../__testUtils__/reference';
import { CALLER_ARN } from '../__testUtils__/seeds';
import { RunningEmulator } from '../createEmulator';

const BASE =
  'https://s3.amazonaws.com/aws-service-catalog-reference-architectures/';

interface DeclaredParameter {
  Type: string;
  Default?: unknown;
  NoEcho?: unknown;
  Description?: string;
  AllowedValues?: unknown[];
  AllowedPattern?: string;
  ConstraintDescription?: string;
  MinLength?: unknown;
  MaxLength?: unknown;
  MinValue?: unknown;
  MaxValue?: unknown;
}

interface DeclaredTemplate {
  Parameters?: { [name: string]: DeclaredParameter };
  Outputs?: { [name: string]: { Description?: string; Condition?: string } };
  Metadata?: object;
}

function templatesIn(location: string): string[] {
  return readdirSync(location, { recursive: true, encoding: 'utf8' })
    .filter(name => /\.(json|ya?ml)$/.test(name))
    .sort();
}

/** Values for parameters without a default, by name, and then by type. */
const VALUES: { [name: string]: string } = {
  S3AccessCIDR: '10.0.0.0/16',
  S3ToS3IADelay: '30',
  S3ToGlacierDelay: '90',
  S3ObjectDeletionDelay: '365',
  RemoteAccessCIDR: '10.0.0.0/16',
  BastionSSHCIDR: '10.0.0.0/16',
  DBInputCIDR: '10.0.0.0/16',
  DBMasterUsername: 'administrator',
  DBMasterUserPassword: 'Correct-Horse-1',
  'AWS::EC2::VPC::Id': 'vpc-0123456789abcdef0',
  'AWS::EC2::Subnet::Id': 'subnet-0123456789abcdef0',
  'List<AWS::EC2::Subnet::Id>':
    'subnet-0123456789abcdef0,subnet-0123456789abcdef1',
  'AWS::EC2::KeyPair::KeyName': 'key',
  'AWS::EC2::AvailabilityZone::Name': 'us-east-1a',
  String: 'Example',
};

/** Stands in for a product that the collection names and does not have. */
const ABSENT_PRODUCT = `
Parameters:
  PortfolioProvider: { Type: String }
  PortfolioId: { Type: String }
  RepoRootURL: { Type: String }
Resources:
  Product:
    Type: AWS::ServiceCatalog::CloudFormationProduct
    Properties:
      Name: Cloud9
      Owner: !Ref PortfolioProvider
      ProvisioningArtifactParameters:
        - Info: { LoadTemplateFromURL: !Sub '\${RepoRootURL}s3/sc-s3-public-ra.json' }
  Association:
    Type: AWS::ServiceCatalog::PortfolioProductAssociation
    Properties: { PortfolioId: !Ref PortfolioId, ProductId: !Ref Product }
`;

const text = (value: unknown) =>
  value === undefined ? undefined : String(value);

describeWithReference(
  'templates',
  "AWS's reference architectures",
  location => {
    const read = (name: string) =>
      readFileSync(path.join(location, name), 'utf8');
    const all = templatesIn(location);
    const products = all.filter(
      name => !read(name).includes('AWS::ServiceCatalog::'),
    );
    const portfolios = all.filter(name => name.includes('sc-portfolio-'));

    it('are all there', () => {
      expect([products.length, portfolios.length]).toEqual([33, 6]);
    });

    it.each(products)('%s becomes a product that launches', async name => {
      const declared: DeclaredTemplate = yamlParse(read(name));
      const emulator = await startEmulator({
        templateBases: { [BASE]: location },
        seeds: [
          {
            template: {
              Resources: {
                Portfolio: {
                  Type: 'AWS::ServiceCatalog::Portfolio',
                  Properties: { DisplayName: 'P', ProviderName: 'x' },
                },
                Access: {
                  Type: 'AWS::ServiceCatalog::PortfolioPrincipalAssociation',
                  Properties: {
                    PortfolioId: { Ref: 'Portfolio' },
                    PrincipalARN: CALLER_ARN,
                    PrincipalType: 'IAM',
                  },
                },
                Product: {
                  Type: 'AWS::ServiceCatalog::CloudFormationProduct',
                  Properties: {
                    Name: 'Product',
                    Owner: 'x',
                    ProvisioningArtifactParameters: [
                      {
                        Name: 'v1',
                        Info: { LoadTemplateFromURL: BASE + name },
                      },
                    ],
                  },
                },
                InPortfolio: {
                  Type: 'AWS::ServiceCatalog::PortfolioProductAssociation',
                  Properties: {
                    PortfolioId: { Ref: 'Portfolio' },
                    ProductId: { Ref: 'Product' },
                  },
                },
              },
            },
          },
        ],
      });
      const version = {
        ProductName: 'Product',
        ProvisioningArtifactName: 'v1',
      };
      const { body } = await callRaw(
        emulator,
        'DescribeProvisioningParameters',
        version,
      );
      expect(body.ProvisioningArtifactParameters).toEqual(
        Object.entries(declared.Parameters ?? {}).map(([key, parameter]) =>
          JSON.parse(
            JSON.stringify({
              ParameterKey: key,
              DefaultValue: text(parameter.Default),
              ParameterType: parameter.Type,
              IsNoEcho: String(parameter.NoEcho) === 'true',
              Description: parameter.Description,
              ParameterConstraints: {
                AllowedValues: (parameter.AllowedValues ?? []).map(String),
                AllowedPattern: parameter.AllowedPattern,
                ConstraintDescription: parameter.ConstraintDescription,
                MaxLength: text(parameter.MaxLength),
                MinLength: text(parameter.MinLength),
                MaxValue: text(parameter.MaxValue),
                MinValue: text(parameter.MinValue),
              },
            }),
          ),
        ),
      );
      const metadata = (
        body.UsageInstructions as { Type: string; Value: string }[]
      ).find(({ Type }) => Type === 'metadata');
      expect(metadata && JSON.parse(metadata.Value)).toEqual(declared.Metadata);

      await callRaw(emulator, 'ProvisionProduct', {
        ...version,
        ProvisionedProductName: 'mine',
        ProvisionToken: 't',
        ProvisioningParameters: Object.entries(declared.Parameters ?? {})
          .filter(([, { Default }]) => Default === undefined)
          .map(([Key, { Type, AllowedValues }]) => ({
            Key,
            Value: text(AllowedValues?.[0]) ?? VALUES[Key] ?? VALUES[Type],
          })),
      });
      emulator.clock.advance(20);
      const launched = await callRaw(emulator, 'DescribeProvisionedProduct', {
        Name: 'mine',
      });
      expect(launched.body.ProvisionedProductDetail).toMatchObject({
        Status: 'AVAILABLE',
      });
      const found = await allOutputs(emulator);
      const unconditional = Object.entries(declared.Outputs ?? {})
        .filter(([, { Condition }]) => Condition === undefined)
        .map(([key]) => key);
      expect(found.map(({ OutputKey }) => OutputKey)).toEqual(
        expect.arrayContaining(['CloudformationStackARN', ...unconditional]),
      );
      for (const { OutputValue } of found) {
        expect(OutputValue).not.toMatch(/undefined|\[object|\$\{/);
      }
    });

    it.each(portfolios)('%s seeds its portfolio', async name => {
      const nested = Object.values(
        (yamlParse(read(name)) as NestingTemplate).Resources,
      ).filter(({ Properties }) => Properties.Parameters?.PortfolioId);
      const launchable = nested.filter(
        ({ Properties }) => 'PortfolioProvider' in Properties.Parameters!,
      );
      const constrained = launchable.filter(({ Properties }) =>
        Object.keys(Properties.Parameters!).some(key =>
          key.startsWith('LaunchConstraint'),
        ),
      );
      const emulator = await startEmulator({
        templateBases: {
          [BASE]: location,
          // The portfolio names a folder that the collection keeps elsewhere, and one product that
          // is not part of it.
          [`${BASE}aurora/`]: path.join(location, 'rds'),
          [`${BASE}codepipeline/`]: await temporaryFolder({
            'sc-product-cloud9.json': ABSENT_PRODUCT,
          }),
        },
        credentials: { portal: 'arn:aws:iam::123456789012:role/portal' },
        seeds: [
          {
            path: path.join(location, name),
            parameters: {
              LaunchRoleName: 'launcher',
              LinkedRole: 'portal',
              LinkedRole1: 'portal',
              LinkedRole2: '',
            },
          },
        ],
      });
      const { body } = await callRaw(
        emulator,
        'SearchProducts',
        {},
        { accessKeyId: 'portal' },
      );
      expect(body.ProductViewSummaries).toHaveLength(launchable.length);
      const [portfolio] = Object.values(
        emulator.seeded.stacks[0].resources,
      ).filter(id => id.startsWith('port-'));
      const constraints = await callRaw(
        emulator,
        'ListConstraintsForPortfolio',
        { PortfolioId: portfolio },
      );
      expect(constraints.body.ConstraintDetails).toHaveLength(
        constrained.length,
      );
      const details = constraints.body.ConstraintDetails as {
        ConstraintId: string;
        Type: string;
      }[];
      for (const { ConstraintId, Type } of details) {
        const constraint = await callRaw(emulator, 'DescribeConstraint', {
          Id: ConstraintId,
        });
        expect([Type, constraint.body]).toEqual([
          'LAUNCH',
          expect.objectContaining({
            ConstraintParameters: expect.stringMatching(
              /^\{"(RoleArn":"arn:aws:iam::123456789012:role\/.+|LocalRoleName":"launcher)"\}$/,
            ),
          }),
        ]);
      }
      const principals = await callRaw(emulator, 'ListPrincipalsForPortfolio', {
        PortfolioId: portfolio,
      });
      expect(principals.body.Principals).toEqual([
        {
          PrincipalARN: 'arn:aws:iam::123456789012:role/portal',
          PrincipalType: 'IAM',
        },
      ]);
      const options = await callRaw(emulator, 'ListTagOptions', {});
      expect(options.body.TagOptionDetails).toHaveLength(
        nested.length > launchable.length ? 7 : 0,
      );
      const described = await callRaw(emulator, 'DescribePortfolio', {
        Id: portfolio,
      });
      expect(described.body.TagOptions).toEqual(options.body.TagOptionDetails);
    });
  },
);

interface NestingTemplate {
  Resources: {
    [logicalId: string]: {
      Properties: { Parameters?: { [name: string]: unknown } };
    };
  };
}

interface FoundOutput {
  OutputKey: string;
  OutputValue: string;
}

async function allOutputs(emulator: RunningEmulator): Promise<FoundOutput[]> {
  const found: FoundOutput[] = [];
  let PageToken: unknown;
  do {
    const { body } = await callRaw(emulator, 'GetProvisionedProductOutputs', {
      ProvisionedProductName: 'mine',
      PageToken,
    });
    found.push(...(body.Outputs as FoundOutput[]));
    PageToken = body.NextPageToken;
  } while (PageToken !== undefined);
  return found;
}
