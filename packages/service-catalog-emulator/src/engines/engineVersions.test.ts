import {
  CreateConstraintCommand,
  CreateProductCommand,
  CreateProvisionedProductPlanCommand,
  CreateServiceActionCommand,
  AssociateServiceActionWithProvisioningArtifactCommand,
  DescribeProvisioningArtifactCommand,
  DescribeProvisioningParametersCommand,
  ImportAsProvisionedProductCommand,
  ProvisionProductCommand,
  ServiceCatalogClient,
  UpdateProvisionedProductCommand,
} from '@aws-sdk/client-service-catalog';
import { ROLE, start, provision } from '../__testUtils__/engineProducts';
import { TEMPLATE_BASE } from '../__testUtils__/harness';

describe('a version that an engine provisions', () => {
  it('is described by the variables and outputs of its Terraform files', async () => {
    const { client } = await start();
    const described = await client.send(
      new DescribeProvisioningParametersCommand({
        ProductName: 'Site',
        ProvisioningArtifactName: 'v1',
      }),
    );
    expect(
      described.ProvisioningArtifactParameters!.map(
        ({ ParameterConstraints, ...parameter }) => parameter,
      ),
    ).toEqual([
      {
        ParameterKey: 'name',
        ParameterType: 'string',
        IsNoEcho: false,
        Description: expect.stringMatching(/^Called .* # not a comment$/),
      },
      {
        ParameterKey: 'zones',
        ParameterType: expect.stringMatching(/^list\(object\(/),
        DefaultValue: '[{ id = "a" }]',
        IsNoEcho: false,
      },
      {
        ParameterKey: 'size',
        ParameterType: '',
        DefaultValue: '20',
        IsNoEcho: false,
        Description: 'GiB',
      },
      {
        ParameterKey: 'secret',
        ParameterType: '',
        IsNoEcho: true,
        Description: 'Kept } to\n  itself',
      },
    ]);
    expect(described.ProvisioningArtifactOutputKeys).toEqual([
      { Key: 'url', Description: 'Where it is' },
    ]);
    expect(described.UsageInstructions).toEqual([
      { Type: 'launchAsRole', Value: ROLE },
      { Type: 'tagUpdateOnProvisionedProduct', Value: 'NOT_ALLOWED' },
    ]);
    const artifact = await client.send(
      new DescribeProvisioningArtifactCommand({
        ProductName: 'Site',
        ProvisioningArtifactName: 'v1',
        Verbose: true,
      }),
    );
    expect(artifact.Info).toEqual({
      TemplateUrl: `${TEMPLATE_BASE}site.tar.gz`,
    });
    expect(artifact.ProvisioningArtifactDetail).toMatchObject({
      Type: 'EXTERNAL',
    });
  });

  it('may be of any format, but not of another type than its product', async () => {
    const { client } = await start();
    const create = (
      ProductType: 'EXTERNAL' | 'TERRAFORM_OPEN_SOURCE',
      Type?: 'EXTERNAL' | 'CLOUD_FORMATION_TEMPLATE',
    ) =>
      client.send(
        new CreateProductCommand({
          Name: 'Other',
          Owner: 'Platform',
          ProductType,
          ProvisioningArtifactParameters: {
            Type,
            Info: { LoadTemplateFromURL: `${TEMPLATE_BASE}b.yaml` },
          },
          IdempotencyToken: undefined,
        }),
      );
    const { ProvisioningArtifactDetail: version } = await create('EXTERNAL');
    expect(version).toMatchObject({ Type: 'EXTERNAL', Active: true });
    await expect(
      create('EXTERNAL', 'CLOUD_FORMATION_TEMPLATE'),
    ).rejects.toMatchObject({
      name: 'InvalidParametersException',
      message: expect.stringContaining('cannot have a provisioning artifact'),
    });
    await expect(create('TERRAFORM_OPEN_SOURCE')).rejects.toMatchObject({
      name: 'InvalidParametersException',
      message: expect.stringContaining('Use EXTERNAL instead'),
    });
  });
});

describe('what needs CloudFormation is refused for products of engines', () => {
  it.each<
    [
      string,
      (
        client: ServiceCatalogClient,
        ids: { [name: string]: string },
      ) => Promise<unknown>,
      string,
    ]
  >([
    [
      'launches without a launch role',
      client =>
        client.send(
          new ProvisionProductCommand({
            ProductName: 'Loose',
            ProvisioningArtifactName: 'v1',
            ProvisionedProductName: 'mine',
          }),
        ),
      'LaunchRoleArn is required',
    ],
    [
      'their parameters',
      client =>
        client.send(
          new DescribeProvisioningParametersCommand({
            ProductName: 'Loose',
            ProvisioningArtifactName: 'v1',
          }),
        ),
      'LaunchRoleArn is required',
    ],
    [
      'plans',
      (client, { Site, version }) =>
        client.send(
          new CreateProvisionedProductPlanCommand({
            PlanName: 'plan',
            PlanType: 'CLOUDFORMATION',
            ProductId: Site,
            ProvisioningArtifactId: version,
            ProvisionedProductName: 'mine',
            IdempotencyToken: undefined,
          }),
        ),
      'Plans are not supported',
    ],
    [
      'imports',
      (client, { Site, version }) =>
        client.send(
          new ImportAsProvisionedProductCommand({
            ProductId: Site,
            ProvisioningArtifactId: version,
            ProvisionedProductName: 'mine',
            PhysicalId: 'arn',
            IdempotencyToken: undefined,
          }),
        ),
      'Imports are not supported',
    ],
    [
      'service actions',
      async (client, { Site, version }) => {
        const { ServiceActionDetail } = await client.send(
          new CreateServiceActionCommand({
            Name: 'Restart',
            DefinitionType: 'SSM_AUTOMATION',
            Definition: { Name: 'AWS-RestartEC2Instance', Version: '1' },
            IdempotencyToken: undefined,
          }),
        );
        return client.send(
          new AssociateServiceActionWithProvisioningArtifactCommand({
            ProductId: Site,
            ProvisioningArtifactId: version,
            ServiceActionId: ServiceActionDetail!.ServiceActionSummary!.Id,
          }),
        );
      },
      'Service actions are not supported',
    ],
    [
      'template constraints',
      (client, { Site, Sites }) =>
        client.send(
          new CreateConstraintCommand({
            ProductId: Site,
            PortfolioId: Sites,
            Type: 'TEMPLATE',
            Parameters: JSON.stringify({
              Rules: { R: { Assertions: [{ Assert: true }] } },
            }),
            IdempotencyToken: undefined,
          }),
        ),
      'Constraints of type TEMPLATE are not supported',
    ],
    [
      'updates to a product of CloudFormation',
      async client => {
        await provision(client);
        return client.send(
          new UpdateProvisionedProductCommand({
            ProvisionedProductName: 'mine',
            ProductName: 'Bucket',
            ProvisioningArtifactName: 'v1',
            UpdateToken: undefined,
          }),
        );
      },
      'of type EXTERNAL cannot be updated to product',
    ],
  ])('%s', async (_, act, message) => {
    const { emulator, client } = await start();
    const { resources } = emulator.seeded.stacks[0];
    const described = await client.send(
      new DescribeProvisioningArtifactCommand({
        ProductId: resources.Site,
        ProvisioningArtifactName: 'v1',
      }),
    );
    await expect(
      act(client, {
        ...resources,
        version: described.ProvisioningArtifactDetail!.Id!,
      }),
    ).rejects.toMatchObject({
      name: 'InvalidParametersException',
      message: expect.stringContaining(message),
    });
  });
});
