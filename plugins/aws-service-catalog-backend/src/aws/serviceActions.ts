import {
  DescribeServiceActionExecutionParametersCommand,
  ExecuteProvisionedProductServiceActionCommand,
  ListServiceActionsForProvisioningArtifactCommand,
} from '@aws-sdk/client-service-catalog';
import { CallOptions } from './AwsService';
import { AwsTarget } from './AwsTarget';
import { AwsRecord, toRecord } from './records';

/** Something that can be run on what was launched of a version. */
export type AwsServiceAction = {
  id: string;
  name: string;
  description?: string;
};

/** A parameter of a service action, for one provisioned product. */
export type AwsServiceActionParameter = {
  key: string;
  /** For example `String` or `StringList`. */
  type: string;
  /** What AWS takes when no values are given. */
  defaults: string[];
};

/**
 * The service actions of a version; 20 come per page.
 *
 * AWS API: `ListServiceActionsForProvisioningArtifact`.
 *
 * @throws AwsCallError, of kind `not-found` when the version was withdrawn
 */
export async function listServiceActions(
  target: AwsTarget,
  version: { productId: string; versionId: string },
  options?: CallOptions,
): Promise<AwsServiceAction[]> {
  const actions: AwsServiceAction[] = [];
  let pageToken: string | undefined;
  do {
    const answer = await target.read(
      'ListServiceActionsForProvisioningArtifact',
      new ListServiceActionsForProvisioningArtifactCommand({
        ProductId: version.productId,
        ProvisioningArtifactId: version.versionId,
        PageSize: 20,
        PageToken: pageToken,
      }),
      options,
    );
    actions.push(
      ...(answer.ServiceActionSummaries ?? []).map(summary => ({
        id: summary.Id ?? '',
        name: summary.Name ?? '',
        description: summary.Description || undefined,
      })),
    );
    pageToken = answer.NextPageToken || undefined;
  } while (pageToken);
  return actions;
}

/**
 * What a service action takes when it is run on a provisioned product. AWS fills in what it consists of.
 *
 * AWS API: `DescribeServiceActionExecutionParameters`.
 *
 * @throws AwsCallError
 */
export async function describeServiceActionParameters(
  target: AwsTarget,
  which: { provisionedProductId: string; serviceActionId: string },
  options?: CallOptions,
): Promise<AwsServiceActionParameter[]> {
  const { ServiceActionParameters: parameters = [] } = await target.read(
    'DescribeServiceActionExecutionParameters',
    new DescribeServiceActionExecutionParametersCommand({
      ProvisionedProductId: which.provisionedProductId,
      ServiceActionId: which.serviceActionId,
    }),
    options,
  );
  return parameters.map(parameter => ({
    key: parameter.Name ?? '',
    type: parameter.Type ?? '',
    defaults: parameter.DefaultValues ?? [],
  }));
}

/**
 * Runs a service action on a provisioned product. Sent once; after an ambiguous error the identical request may be sent again.
 *
 * AWS API: `ExecuteProvisionedProductServiceAction`. Why an automation failed is among the outputs of its record.
 *
 * @throws AwsCallError
 */
export async function executeServiceAction(
  target: AwsTarget,
  request: {
    /** Saved before the first send. */
    token: string;
    provisionedProductId: string;
    serviceActionId: string;
    parameters: Readonly<Record<string, string[]>>;
  },
  options?: CallOptions,
): Promise<AwsRecord> {
  const hasParameters = Object.keys(request.parameters).length > 0;
  const answer = await target.sendOnce(
    'ExecuteProvisionedProductServiceAction',
    new ExecuteProvisionedProductServiceActionCommand({
      ProvisionedProductId: request.provisionedProductId,
      ServiceActionId: request.serviceActionId,
      // AWS refuses an empty map.
      Parameters: hasParameters ? { ...request.parameters } : undefined,
      ExecuteToken: request.token,
    }),
    options,
  );
  return toRecord(answer.RecordDetail);
}
