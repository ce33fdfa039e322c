import path from 'node:path';
import {
  CreateConstraintCommand,
  CreateProductCommand,
  CreateProvisionedProductPlanCommand,
  CreateServiceActionCommand,
  AssociateServiceActionWithProvisioningArtifactCommand,
  DescribeProvisionedProductCommand,
  DescribeProvisioningArtifactCommand,
  DescribeProvisioningParametersCommand,
  DescribeRecordCommand,
  GetProvisionedProductOutputsCommand,
  ImportAsProvisionedProductCommand,
  NotifyProvisionProductEngineWorkflowResultCommand,
  NotifyProvisionProductEngineWorkflowResultCommandInput,
  NotifyTerminateProvisionedProductEngineWorkflowResultCommand,
  NotifyUpdateProvisionedProductEngineWorkflowResultCommand,
  ProvisionProductCommand,
  SearchProvisionedProductsCommand,
  ServiceCatalogClient,
  TerminateProvisionedProductCommand,
  UpdateProvisionedProductCommand,
} from '@aws-sdk/client-service-catalog';
import { serviceCatalogClient } from '../__testUtils__/clients';
import {
  startEmulator,
  temporaryFolder,
  TEMPLATE_BASE,
} from '../__testUtils__/harness';
import { BUCKET_TEMPLATE, seedTemplate } from '../__testUtils__/seeds';
import { tarGz } from '../__testUtils__/tarGz';
import { EmulatorOptions, RunningEmulator } from '../createEmulator';

const ACCOUNT = '123456789012';
const USER = `arn:aws:iam::${ACCOUNT}:user/emulator`;
const ROLE = `arn:aws:iam::${ACCOUNT}:role/launcher`;

const VARIABLES = `
# A variable "commented" {}
variable "name" {
  type        = string
  description = "Called \\"$\{upper("it")}\\" # not a comment"
  validation {
    condition     = length(var.name) > 3
    error_message = "Too short"
  }
}
variable "zones" {
  type = list(object({
    id = string
  }))
  default = [{ id = "a" }]
}
variable "size" { default = 20 }
/* variable "hidden" {} */
variable "secret" {
  sensitive   = true
  default     = null
  description = <<-EOT
    Kept } to itself
  EOT
}
output "url" {
  description = "Where it is"
  value       = "https://$\{var.name}.example.com"
}
`;

const ARTIFACT = tarGz({
  './variables.tf': VARIABLES,
  'size_override.tf': 'variable "size" {\n  description = "GiB"\n}\n',
  'modules/inner.tf': 'variable "inner" {}',
  'README.md': 'variable "readme" {}',
});

const LAUNCH = {
  Type: 'AWS::ServiceCatalog::LaunchRoleConstraint',
  Properties: { LocalRoleName: 'launcher' },
};

/** A portfolio with the products Site (EXTERNAL), Loose (EXTERNAL, without a launch role) and Bucket. */
function catalog() {
  const template = seedTemplate({
    Sites: {
      products: { Site: 'site.tar.gz', Loose: 'site.tar.gz', Bucket: 'b.yaml' },
      constraints: { Site: [LAUNCH] },
    },
  });
  const resources = template.Resources as {
    [id: string]: { Properties: { [name: string]: unknown } };
  };
  for (const name of ['Site', 'Loose']) {
    resources[name].Properties.ProductType = 'EXTERNAL';
  }
  return template;
}

async function start(options: EmulatorOptions = {}) {
  const emulator = await startEmulator({
    templates: { 'site.tar.gz': ARTIFACT, 'b.yaml': BUCKET_TEMPLATE },
    seeds: [{ template: catalog() }],
    ...options,
  });
  return { emulator, client: serviceCatalogClient(emulator.url) };
}

async function provision(
  client: ServiceCatalogClient,
  values: { [key: string]: string } = {},
) {
  const { RecordDetail } = await client.send(
    new ProvisionProductCommand({
      ProductName: 'Site',
      ProvisioningArtifactName: 'v1',
      ProvisionedProductName: 'mine',
      ProvisioningParameters: Object.entries(values).map(([Key, Value]) => ({
        Key,
        Value,
      })),
      Tags: [{ Key: 'team', Value: 'web' }],
    }),
  );
  return RecordDetail!;
}

const update = (client: ServiceCatalogClient) =>
  client.send(
    new UpdateProvisionedProductCommand({
      ProvisionedProductName: 'mine',
      ProvisioningParameters: [
        { Key: 'name', UsePreviousValue: true },
        { Key: 'size', Value: '40' },
      ],
      UpdateToken: undefined,
    }),
  );

const terminate = (client: ServiceCatalogClient, IgnoreErrors = false) =>
  client.send(
    new TerminateProvisionedProductCommand({
      ProvisionedProductName: 'mine',
      IgnoreErrors,
      TerminateToken: undefined,
    }),
  );

async function describeMine(client: ServiceCatalogClient) {
  const { ProvisionedProductDetail } = await client.send(
    new DescribeProvisionedProductCommand({ Name: 'mine' }),
  );
  return ProvisionedProductDetail!;
}

type Result = Partial<NotifyProvisionProductEngineWorkflowResultCommandInput>;

const NOTIFICATIONS = {
  PROVISION_PRODUCT: NotifyProvisionProductEngineWorkflowResultCommand,
  UPDATE_PROVISIONED_PRODUCT:
    NotifyUpdateProvisionedProductEngineWorkflowResultCommand,
  TERMINATE_PROVISIONED_PRODUCT:
    NotifyTerminateProvisionedProductEngineWorkflowResultCommand,
};

/** Tells the result of the one workflow under way, by the operation that it is of. */
function notify(
  emulator: RunningEmulator,
  client: ServiceCatalogClient,
  result: Result = { Status: 'SUCCEEDED' },
) {
  const [{ message }] = emulator.engine.workflows();
  return client.send(
    new NOTIFICATIONS[message.operation]({
      WorkflowToken: message.token,
      RecordId: message.recordId,
      Status: 'SUCCEEDED',
      IdempotencyToken: undefined,
      ...result,
    }),
  );
}

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
        Description: expect.stringContaining('Kept } to itself'),
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

describe('an engine', () => {
  it('is asked to make a product, which is under change until it notifies', async () => {
    const { emulator, client } = await start();
    const record = await provision(client, { name: 'shop', secret: 'hush' });
    expect(record).toMatchObject({
      ProvisionedProductType: 'EXTERNAL',
      LaunchRoleArn: ROLE,
    });
    emulator.clock.advance(30 * 24 * 3600);
    expect(await describeMine(client)).toMatchObject({
      Status: 'UNDER_CHANGE',
      Type: 'EXTERNAL',
    });
    const over = await fetch(`${emulator.url}/_emulator/engine/workflows`);
    const workflows = emulator.engine.workflows();
    expect(await over.json()).toEqual(workflows);
    expect(workflows).toEqual([
      {
        queue: 'ServiceCatalogExternalProvisionOperationQueue',
        accountId: ACCOUNT,
        region: 'us-east-1',
        message: {
          token: expect.stringMatching(/^[0-9A-Za-z+/=]+$/),
          operation: 'PROVISION_PRODUCT',
          recordId: record.RecordId,
          provisionedProductId: record.ProvisionedProductId,
          provisionedProductName: 'mine',
          launchRoleArn: ROLE,
          identity: { principal: USER, awsAccountId: ACCOUNT },
          productId: record.ProductId,
          provisioningArtifactId: record.ProvisioningArtifactId,
          artifact: { path: `${TEMPLATE_BASE}site.tar.gz`, type: 'AWS_S3' },
          parameters: [
            { key: 'name', value: 'shop' },
            { key: 'secret', value: 'hush' },
          ],
          tags: [{ key: 'team', value: 'web' }],
        },
      },
    ]);

    const done: Result = {
      Status: 'SUCCEEDED',
      WorkflowToken: workflows[0].message.token,
      RecordId: record.RecordId,
      Outputs: [
        { OutputKey: 'url', OutputValue: 'https://shop', Description: 'Site' },
      ],
      ResourceIdentifier: { UniqueTag: { Key: 'tracer', Value: 'pp' } },
      IdempotencyToken: 'once',
    };
    await notify(emulator, client, done);
    expect(emulator.engine.workflows()).toEqual([]);
    expect(await describeMine(client)).toMatchObject({
      Status: 'AVAILABLE',
      LastSuccessfulProvisioningRecordId: record.RecordId,
    });
    const { RecordOutputs, RecordDetail } = await client.send(
      new DescribeRecordCommand({ Id: record.RecordId }),
    );
    expect(RecordDetail!.Status).toBe('SUCCEEDED');
    expect(RecordOutputs).toEqual(done.Outputs);
    const { Outputs } = await client.send(
      new GetProvisionedProductOutputsCommand({
        ProvisionedProductName: 'mine',
      }),
    );
    expect(Outputs).toEqual(done.Outputs);
    const { ProvisionedProducts } = await client.send(
      new SearchProvisionedProductsCommand({
        Filters: { SearchQuery: ['type:EXTERNAL'] },
      }),
    );
    expect(ProvisionedProducts).toMatchObject([
      { Name: 'mine', Type: 'EXTERNAL' },
    ]);
    const state = await fetch(`${emulator.url}/_emulator/state`);
    const text = await state.text();
    expect(text).toContain(
      '"resourceIdentifier":{"Key":"tracer","Value":"pp"}',
    );
    // Secret values are forgotten once the engine has done its work.
    expect(text).not.toContain('hush');

    // The same notification again is no other one.
    const again = new NotifyProvisionProductEngineWorkflowResultCommand(
      done as NotifyProvisionProductEngineWorkflowResultCommandInput,
    );
    await client.send(again);
    await expect(
      client.send(
        new NotifyProvisionProductEngineWorkflowResultCommand({
          ...(done as NotifyProvisionProductEngineWorkflowResultCommandInput),
          IdempotencyToken: 'twice',
        }),
      ),
    ).rejects.toMatchObject({
      name: 'InvalidParametersException',
      message: expect.stringContaining('has ended already'),
    });
  });

  it('has to know the token, the operation and the account', async () => {
    const { emulator, client } = await start();
    const { RecordId } = await provision(client);
    await expect(
      notify(emulator, client, { WorkflowToken: 'd3Jvbmc=' }),
    ).rejects.toMatchObject({
      name: 'InvalidParametersException',
      message: `Invalid WorkflowToken for record ${RecordId}.`,
    });
    const stranger = serviceCatalogClient(emulator.url, {
      accessKeyId: '210987654321',
    });
    await expect(notify(emulator, stranger)).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
    const [{ message }] = emulator.engine.workflows();
    await expect(
      client.send(
        new NotifyUpdateProvisionedProductEngineWorkflowResultCommand({
          WorkflowToken: message.token,
          RecordId,
          Status: 'SUCCEEDED',
          IdempotencyToken: undefined,
        }),
      ),
    ).rejects.toMatchObject({
      name: 'InvalidParametersException',
      message: expect.stringContaining('is of type PROVISION_PRODUCT'),
    });
    expect(await describeMine(client)).toMatchObject({
      Status: 'UNDER_CHANGE',
    });
  });

  it('fails: a launch ends in ERROR, an update in TAINTED, and either can be repaired', async () => {
    const { emulator, client } = await start();
    const failed: Result = { Status: 'FAILED', FailureReason: 'No capacity' };
    const record = await provision(client, { name: 'shop' });
    await notify(emulator, client, failed);
    expect(await describeMine(client)).toMatchObject({
      Status: 'ERROR',
      StatusMessage: 'No capacity',
    });
    const { RecordDetail } = await client.send(
      new DescribeRecordCommand({ Id: record.RecordId }),
    );
    expect(RecordDetail).toMatchObject({
      Status: 'FAILED',
      RecordErrors: [
        { Code: 'EngineWorkflowFailed', Description: 'No capacity' },
      ],
    });

    await update(client);
    await notify(emulator, client);
    expect(await describeMine(client)).toMatchObject({ Status: 'AVAILABLE' });
    await update(client);
    const [{ queue, message }] = emulator.engine.workflows();
    expect(queue).toBe('ServiceCatalogExternalUpdateOperationQueue');
    // Engines are not told previous values.
    expect(message.parameters).toEqual([{ key: 'size', value: '40' }]);
    await notify(emulator, client, failed);
    expect(await describeMine(client)).toMatchObject({ Status: 'TAINTED' });

    await terminate(client);
    const [termination] = emulator.engine.workflows();
    expect(termination.queue).toBe(
      'ServiceCatalogExternalTerminateOperationQueue',
    );
    expect(Object.keys(termination.message).sort()).toEqual([
      'identity',
      'launchRoleArn',
      'operation',
      'provisionedProductId',
      'provisionedProductName',
      'recordId',
      'token',
    ]);
    await notify(emulator, client, failed);
    expect(await describeMine(client)).toMatchObject({ Status: 'TAINTED' });
    await terminate(client, true);
    await notify(emulator, client, failed);
    await expect(describeMine(client)).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });

  it('works on after a restart', async () => {
    const folder = await temporaryFolder();
    const options = { snapshotFile: path.join(folder, 'snapshot.json') };
    const { emulator, client } = await start(options);
    const { RecordId } = await provision(client, { name: 'shop' });
    const before = emulator.engine.workflows();
    await emulator.close();
    const { emulator: second, client: other } = await start(options);
    expect(second.engine.workflows()).toEqual(before);
    await notify(second, other);
    expect(await describeMine(other)).toMatchObject({
      Status: 'AVAILABLE',
      LastRecordId: RecordId,
    });
  });

  it('of the account that shares a product is asked by the account that launches it', async () => {
    const spoke = '210987654321';
    const template = catalog();
    Object.assign(template.Resources, {
      Share: {
        Type: 'AWS::ServiceCatalog::PortfolioShare',
        Properties: { PortfolioId: { Ref: 'Sites' }, AccountId: spoke },
      },
    });
    const { emulator, client } = await start({ seeds: [{ template }] });
    const PortfolioId = emulator.seeded.stacks[0].resources.Sites;
    await emulator.seed({
      accountId: spoke,
      stackName: 'spoke',
      template: {
        Resources: {
          Accepted: {
            Type: 'AWS::ServiceCatalog::AcceptedPortfolioShare',
            Properties: { PortfolioId },
          },
          Access: {
            Type: 'AWS::ServiceCatalog::PortfolioPrincipalAssociation',
            DependsOn: 'Accepted',
            Properties: {
              PortfolioId,
              PrincipalARN: `arn:aws:iam::${spoke}:user/emulator`,
              PrincipalType: 'IAM',
            },
          },
        },
      },
    });
    const user = serviceCatalogClient(emulator.url, { accessKeyId: spoke });
    await provision(user);
    const [{ accountId, message }] = emulator.engine.workflows();
    expect(accountId).toBe(ACCOUNT);
    expect(message).toMatchObject({
      launchRoleArn: `arn:aws:iam::${spoke}:role/launcher`,
      identity: { awsAccountId: spoke },
    });
    await expect(notify(emulator, user)).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
    await notify(emulator, client);
    expect(await describeMine(user)).toMatchObject({ Status: 'AVAILABLE' });
  });

  it('of the emulator’s own succeeds after a time, unless a fault or a missing role is in its way', async () => {
    const { emulator, client } = await start({
      engineSeconds: 10,
      roles: { [ROLE]: {} },
    });
    await provision(client);
    expect(emulator.engine.workflows()).toEqual([]);
    emulator.clock.advance(9);
    expect(await describeMine(client)).toMatchObject({
      Status: 'UNDER_CHANGE',
    });
    emulator.clock.advance(1);
    expect(await describeMine(client)).toMatchObject({ Status: 'AVAILABLE' });
    const { Outputs } = await client.send(
      new GetProvisionedProductOutputsCommand({
        ProvisionedProductName: 'mine',
      }),
    );
    expect(Outputs).toMatchObject([{ OutputKey: 'url' }]);
    emulator.faults.add({ kind: 'updateFailure', reason: 'Drift', count: 1 });
    await update(client);
    emulator.clock.advance(10);
    expect(await describeMine(client)).toMatchObject({
      Status: 'TAINTED',
      StatusMessage: 'Drift',
    });
    emulator.faults.add({
      kind: 'terminateFailure',
      reason: 'In use',
      count: 1,
    });
    await terminate(client);
    emulator.clock.advance(10);
    expect(await describeMine(client)).toMatchObject({
      StatusMessage: 'In use',
    });
    await terminate(client);
    emulator.clock.advance(10);
    await expect(describeMine(client)).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });

    const { client: elsewhere, emulator: second } = await start({
      engineSeconds: 10,
    });
    await second.seed({
      stackName: 'roles',
      template: {
        Resources: {
          Other: { Type: 'AWS::IAM::Role', Properties: { RoleName: 'other' } },
        },
      },
    });
    await provision(elsewhere);
    second.clock.advance(10);
    expect(await describeMine(elsewhere)).toMatchObject({
      Status: 'ERROR',
      StatusMessage: `Role ${ROLE} is invalid or cannot be assumed`,
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
