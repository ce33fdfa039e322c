import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CostExplorerClient } from '@aws-sdk/client-cost-explorer';
import {
  ServiceCatalog,
  ServiceCatalogClient,
} from '@aws-sdk/client-service-catalog';
import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { STSClient } from '@aws-sdk/client-sts';

/** Options of the clients under test. */
export interface ClientOptions {
  accessKeyId?: string;
  region?: string;
  maxAttempts?: number;
}

/** A Service Catalog client for the emulator. */
export function serviceCatalogClient(
  endpoint: string,
  options: ClientOptions = {},
): ServiceCatalogClient {
  return new ServiceCatalogClient(clientConfig(endpoint, options));
}

/** A Service Catalog client that has a method for each operation. */
export function serviceCatalogMethods(
  endpoint: string,
  options: ClientOptions = {},
): ServiceCatalog {
  return new ServiceCatalog(clientConfig(endpoint, options));
}

/** A client of AWS Organizations for the emulator. */
export function organizationsClient(
  endpoint: string,
  options: ClientOptions = {},
): OrganizationsClient {
  return new OrganizationsClient(clientConfig(endpoint, options));
}

/** An STS client for the emulator. */
export function stsClient(
  endpoint: string,
  options: ClientOptions = {},
): STSClient {
  return new STSClient(clientConfig(endpoint, options));
}

/** A CloudFormation client for the emulator. */
export function cloudFormationClient(
  endpoint: string,
  options: ClientOptions = {},
): CloudFormationClient {
  return new CloudFormationClient(clientConfig(endpoint, options));
}

/** A Cost Explorer client for the emulator. */
export function costExplorerClient(
  endpoint: string,
  options: ClientOptions = {},
): CostExplorerClient {
  return new CostExplorerClient(clientConfig(endpoint, options));
}

function clientConfig(
  endpoint: string,
  {
    accessKeyId = 'test',
    region = 'us-east-1',
    maxAttempts = 1,
  }: ClientOptions,
) {
  return {
    endpoint,
    region,
    maxAttempts,
    credentials: { accessKeyId, secretAccessKey: 'any' },
  };
}
