import {
  DescribeProvisionedProductCommand,
  NotifyProvisionProductEngineWorkflowResultCommand,
  NotifyProvisionProductEngineWorkflowResultCommandInput,
  NotifyTerminateProvisionedProductEngineWorkflowResultCommand,
  NotifyUpdateProvisionedProductEngineWorkflowResultCommand,
  ProvisionProductCommand,
  ServiceCatalogClient,
  TerminateProvisionedProductCommand,
  UpdateProvisionedProductCommand,
} from '@aws-sdk/client-service-catalog';
import { EmulatorOptions, RunningEmulator } from '../createEmulator';
import { serviceCatalogClient } from './clients';
import { startEmulator } from './harness';
import { BUCKET_TEMPLATE, seedTemplate } from './seeds';
import { tarGz } from './tarGz';

/** The account that the products belong to. */
export const ACCOUNT = '123456789012';
/** Who launches them. */
export const USER = `arn:aws:iam::${ACCOUNT}:user/emulator`;
/** Their launch role. */
export const ROLE = `arn:aws:iam::${ACCOUNT}:role/launcher`;

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
    Kept } to
      itself
  EOT
}
output "url" {
  description = "Where it is"
  value       = "https://$\{var.name}.example.com"
}
`;

/** Their version. */
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
export function catalog() {
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

/** An emulator with them, and a client of it. */
export async function start(options: EmulatorOptions = {}) {
  const emulator = await startEmulator({
    templates: { 'site.tar.gz': ARTIFACT, 'b.yaml': BUCKET_TEMPLATE },
    seeds: [{ template: catalog() }],
    ...options,
  });
  return { emulator, client: serviceCatalogClient(emulator.url) };
}

/** Launches Site as `mine`. */
export async function provision(
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

/** Updates `mine`, with a value that stays and another one. */
export const update = (client: ServiceCatalogClient) =>
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

/** Terminates `mine`. */
export const terminate = (client: ServiceCatalogClient, IgnoreErrors = false) =>
  client.send(
    new TerminateProvisionedProductCommand({
      ProvisionedProductName: 'mine',
      IgnoreErrors,
      TerminateToken: undefined,
    }),
  );

/** What DescribeProvisionedProduct says of `mine`. */
export async function describeMine(client: ServiceCatalogClient) {
  const { ProvisionedProductDetail } = await client.send(
    new DescribeProvisionedProductCommand({ Name: 'mine' }),
  );
  return ProvisionedProductDetail!;
}

/** What an engine tells, apart from what follows from the workflow. */
export type Result =
  Partial<NotifyProvisionProductEngineWorkflowResultCommandInput>;

const NOTIFICATIONS = {
  PROVISION_PRODUCT: NotifyProvisionProductEngineWorkflowResultCommand,
  UPDATE_PROVISIONED_PRODUCT:
    NotifyUpdateProvisionedProductEngineWorkflowResultCommand,
  TERMINATE_PROVISIONED_PRODUCT:
    NotifyTerminateProvisionedProductEngineWorkflowResultCommand,
};

/** Tells the result of the one workflow under way, by the operation that it is of. */
export function notify(
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
