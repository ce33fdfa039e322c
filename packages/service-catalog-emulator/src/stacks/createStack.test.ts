import path from 'node:path';
import {
  CreateStackCommand,
  CreateStackCommandInput,
  DescribeStackEventsCommand,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
} from '@aws-sdk/client-cloudformation';
import {
  AssociatePrincipalWithPortfolioCommand,
  AssociateProductWithPortfolioCommand,
  CreatePortfolioCommand,
  CreateProductCommand,
  CreateProvisioningArtifactCommand,
  DescribeProvisionedProductCommand,
  DescribeProvisioningArtifactCommand,
  DescribeProvisioningParametersCommand,
  GetProvisionedProductOutputsCommand,
  ImportAsProvisionedProductCommand,
  ListRecordHistoryCommand,
  ProductType,
  TerminateProvisionedProductCommand,
  UpdateProvisionedProductCommand,
} from '@aws-sdk/client-service-catalog';
import {
  cloudFormationClient,
  serviceCatalogClient,
} from '../__testUtils__/clients';
import {
  startEmulator,
  temporaryFolder,
  TEMPLATE_BASE,
} from '../__testUtils__/harness';
import {
  BUCKET_TEMPLATE,
  CALLER_ARN,
  FAILING_TEMPLATE,
} from '../__testUtils__/seeds';
import { EmulatorOptions } from '../createEmulator';

const PURPOSE = [{ ParameterKey: 'BucketPurpose', ParameterValue: 'uploads' }];

/** An emulator with verbs for stacks made by hand, and for products made from them. */
async function start(options: EmulatorOptions = {}) {
  const emulator = await startEmulator({
    templates: { 'bucket.yaml': BUCKET_TEMPLATE },
    ...options,
  });
  const cloudFormation = cloudFormationClient(emulator.url);
  const client = serviceCatalogClient(emulator.url);
  const create = async (input: Partial<CreateStackCommandInput> = {}) => {
    const { StackId } = await cloudFormation.send(
      new CreateStackCommand({
        StackName: 'legacy',
        TemplateBody: BUCKET_TEMPLATE,
        Parameters: PURPOSE,
        Tags: [{ Key: 'team', Value: 'web' }],
        ...input,
      }),
    );
    return StackId!;
  };
  const describeStack = async (StackName: string) => {
    const { Stacks } = await cloudFormation.send(
      new DescribeStacksCommand({ StackName }),
    );
    return Stacks![0];
  };
  /** A product from a stack, that the caller may launch. */
  const productFrom = async (
    ImportFromPhysicalId: string,
    type: ProductType = 'CLOUD_FORMATION_TEMPLATE',
  ) => {
    const { ProductViewDetail, ProvisioningArtifactDetail } = await client.send(
      new CreateProductCommand({
        Name: 'Bucket',
        Owner: 'Platform',
        ProductType: type,
        ProvisioningArtifactParameters: {
          Name: 'v1',
          Info: { ImportFromPhysicalId },
        },
        IdempotencyToken: undefined,
      }),
    );
    const { PortfolioDetail } = await client.send(
      new CreatePortfolioCommand({
        DisplayName: 'Storage',
        ProviderName: 'Platform',
        IdempotencyToken: undefined,
      }),
    );
    const PortfolioId = PortfolioDetail!.Id;
    const ProductId = ProductViewDetail!.ProductViewSummary!.ProductId!;
    await client.send(
      new AssociateProductWithPortfolioCommand({ PortfolioId, ProductId }),
    );
    await client.send(
      new AssociatePrincipalWithPortfolioCommand({
        PortfolioId,
        PrincipalARN: CALLER_ARN,
        PrincipalType: 'IAM',
      }),
    );
    return {
      ProductId,
      ProvisioningArtifactId: ProvisioningArtifactDetail!.Id!,
    };
  };
  return {
    emulator,
    cloudFormation,
    client,
    create,
    describeStack,
    productFrom,
  };
}

describe('a stack made without Service Catalog', () => {
  it('comes to be like any other, and is in nobody’s history', async () => {
    const { emulator, cloudFormation, client, create, describeStack } =
      await start();
    const stackId = await create();
    expect(stackId).toMatch(
      /^arn:aws:cloudformation:us-east-1:123456789012:stack\/legacy\//,
    );
    expect(await describeStack('legacy')).toMatchObject({
      StackStatus: 'CREATE_IN_PROGRESS',
      Tags: [{ Key: 'team', Value: 'web' }],
    });
    emulator.clock.advance(20);
    const stack = await describeStack(stackId);
    expect(stack.StackStatus).toBe('CREATE_COMPLETE');
    expect(stack.Outputs).toContainEqual(
      expect.objectContaining({
        OutputKey: 'Label',
        OutputValue: 'uploads-dev in us-east-1',
      }),
    );
    const { StackEvents } = await cloudFormation.send(
      new DescribeStackEventsCommand({ StackName: stackId }),
    );
    expect(StackEvents![0]).toMatchObject({
      LogicalResourceId: 'legacy',
      ResourceStatus: 'CREATE_COMPLETE',
    });
    const bucket = stack.Outputs!.find(
      ({ OutputKey }) => OutputKey === 'BucketName',
    );
    const { StackResources } = await cloudFormation.send(
      new DescribeStackResourcesCommand({
        PhysicalResourceId: bucket!.OutputValue,
      }),
    );
    expect(StackResources![0].StackId).toBe(stackId);
    const { RecordDetails } = await client.send(
      new ListRecordHistoryCommand({
        AccessLevelFilter: { Key: 'Account', Value: 'self' },
      }),
    );
    expect(RecordDetails).toEqual([]);
  });

  it('is refused as CloudFormation refuses it', async () => {
    const { create } = await start();
    await create();
    await expect(create()).rejects.toMatchObject({
      name: 'AlreadyExistsException',
      message: 'Stack [legacy] already exists',
    });
    for (const [input, message] of [
      [{ Parameters: [] }, 'Parameters: [BucketPurpose] must have values'],
      [{ StackName: '1st' }, 'stackName'],
      [{ TemplateBody: undefined }, 'Template URL or Template Body'],
      [{ TemplateBody: 'Resources: {}' }, 'At least one Resources member'],
    ] as const) {
      await expect(
        create({ StackName: 'other', ...input } as CreateStackCommandInput),
      ).rejects.toMatchObject({
        name: 'ValidationError',
        message: expect.stringContaining(message),
      });
    }
  });
});

describe('ImportFromPhysicalId', () => {
  it.each(['ARN', 'name'])(
    'makes a product of a stack, by its %s, that the stack can be imported to',
    async by => {
      const folder = await temporaryFolder();
      const options = { snapshotFile: path.join(folder, 'snapshot.json') };
      const first = await start(options);
      const stackId = await first.create();
      first.emulator.clock.advance(30);
      const { BucketName } = Object.fromEntries(
        (await first.describeStack(stackId)).Outputs!.map(output => [
          output.OutputKey,
          output.OutputValue,
        ]),
      );
      const source = by === 'ARN' ? stackId : 'legacy';
      const version = await first.productFrom(source);
      await first.emulator.close();

      const { emulator, client, create, describeStack } = await start(options);
      const { Info } = await client.send(
        new DescribeProvisioningArtifactCommand(version),
      );
      expect(Info).toEqual({ ImportFromPhysicalId: source });
      const { ProvisioningArtifactParameters } = await client.send(
        new DescribeProvisioningParametersCommand(version),
      );
      expect(ProvisioningArtifactParameters).toMatchObject([
        { ParameterKey: 'BucketPurpose' },
        { ParameterKey: 'Environment' },
      ]);

      await client.send(
        new ImportAsProvisionedProductCommand({
          ...version,
          ProvisionedProductName: 'mine',
          PhysicalId: stackId,
          IdempotencyToken: undefined,
        }),
      );
      emulator.clock.advance(5);
      const { Outputs } = await client.send(
        new GetProvisionedProductOutputsCommand({
          ProvisionedProductName: 'mine',
          OutputKeys: ['BucketName'],
        }),
      );
      expect(Outputs![0].OutputValue).toBe(BucketName);
      await client.send(
        new UpdateProvisionedProductCommand({
          ProvisionedProductName: 'mine',
          ProvisioningParameters: [
            { Key: 'BucketPurpose', UsePreviousValue: true },
            { Key: 'Environment', Value: 'prod' },
          ],
          UpdateToken: undefined,
        }),
      );
      emulator.clock.advance(30);
      expect(await describeStack(stackId)).toMatchObject({
        StackStatus: 'UPDATE_COMPLETE',
        Parameters: expect.arrayContaining([
          { ParameterKey: 'Environment', ParameterValue: 'prod' },
        ]),
      });
      await client.send(
        new TerminateProvisionedProductCommand({
          ProvisionedProductName: 'mine',
          TerminateToken: undefined,
        }),
      );
      emulator.clock.advance(30);
      expect(await describeStack(stackId)).toMatchObject({
        StackStatus: 'DELETE_COMPLETE',
      });
      await expect(
        client.send(new DescribeProvisionedProductCommand({ Name: 'mine' })),
      ).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
      // The name is free again, for another stack.
      expect(await create()).not.toBe(stackId);
    },
  );

  it('needs a stack of the caller’s account, and a product of CloudFormation', async () => {
    const { emulator, create, productFrom, client } = await start();
    const stackId = await create({
      TemplateURL: `${TEMPLATE_BASE}bucket.yaml`,
      TemplateBody: undefined,
    });
    emulator.clock.advance(30);
    await expect(productFrom('missing')).rejects.toMatchObject({
      name: 'InvalidParametersException',
      message: 'Invalid ImportFromPhysicalId. Stack missing does not exist.',
    });
    await expect(productFrom(stackId, 'EXTERNAL')).rejects.toMatchObject({
      name: 'InvalidParametersException',
      message: expect.stringContaining('Imports are not supported'),
    });
    await expect(
      serviceCatalogClient(emulator.url, { accessKeyId: '210987654321' }).send(
        new CreateProductCommand({
          Name: 'Bucket',
          Owner: 'Platform',
          ProductType: 'CLOUD_FORMATION_TEMPLATE',
          ProvisioningArtifactParameters: {
            Info: { ImportFromPhysicalId: stackId },
          },
          IdempotencyToken: undefined,
        }),
      ),
    ).rejects.toMatchObject({
      message: expect.stringContaining('does not exist'),
    });
    const { ProductId } = await productFrom(stackId);
    await expect(
      client.send(
        new CreateProvisioningArtifactCommand({
          ProductId,
          Parameters: {
            Info: {
              ImportFromPhysicalId: stackId,
              LoadTemplateFromURL: `${TEMPLATE_BASE}bucket.yaml`,
            },
          },
          IdempotencyToken: undefined,
        }),
      ),
    ).rejects.toMatchObject({
      message: expect.stringContaining(
        'either LoadTemplateFromURL or ImportFromPhysicalId',
      ),
    });
  });

  it('does not make importable what failed to be made', async () => {
    const { emulator, create, client, describeStack, productFrom } =
      await start();
    const stackId = await create({
      TemplateBody: FAILING_TEMPLATE,
      Parameters: undefined,
    });
    emulator.clock.advance(60);
    expect(await describeStack(stackId)).toMatchObject({
      StackStatus: 'ROLLBACK_COMPLETE',
    });
    const version = await productFrom(stackId);
    await expect(
      client.send(
        new ImportAsProvisionedProductCommand({
          ...version,
          ProvisionedProductName: 'mine',
          PhysicalId: stackId,
          IdempotencyToken: undefined,
        }),
      ),
    ).rejects.toMatchObject({
      name: 'InvalidStateException',
      message: expect.stringContaining('ROLLBACK_COMPLETE'),
    });
  });
});
