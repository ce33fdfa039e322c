import {
  DescribeProductCommand,
  DescribeProvisioningParametersCommand,
  ListLaunchPathsCommand,
  ProductViewSummary,
  ProvisioningArtifactParameter,
  SearchProductsCommand,
} from '@aws-sdk/client-service-catalog';
import { CallOptions } from './AwsService';
import { AwsTarget } from './AwsTarget';
import { isAwsCallError } from './errors';

/** A product that the portal's principal may see. */
export type AwsProduct = {
  id: string;
  name: string;
  provider: string;
  distributor?: string;
  shortDescription?: string;
  type: string;
  support: { description?: string; email?: string; url?: string };
};

/** A version of a product (AWS: provisioning artifact). */
export type AwsVersion = {
  id: string;
  name: string;
  description?: string;
  createdAt?: Date;
  guidance: 'DEFAULT' | 'DEPRECATED';
};

/** A launch path. */
export type AwsLaunchPath = {
  id: string;
  /** The portfolio's display name. */
  name: string;
};

/** A parameter as AWS describes it; see the `common` package's `LaunchParameter` for the parsed one. */
export type AwsParameter = {
  key: string;
  type: string;
  noEcho: boolean;
  description?: string;
  default?: string;
  allowedValues?: string[];
  allowedPattern?: string;
  constraintDescription?: string;
  minLength?: string;
  maxLength?: string;
  minValue?: string;
  maxValue?: string;
};

/** What AWS says about launching one version through one path. */
export type AwsProvisioningParameters = {
  parameters: AwsParameter[];
  tagOptions: { key: string; values: string[] }[];
  /** Free-form instructions; types seen: `rules`, `metadata`, `version`, `launchAsRole`, `tagUpdateOnProvisionedProduct`. */
  usageInstructions: { type: string; value: string }[];
};

/** Absent optional text comes back as an empty string. */
function optional(text: string | undefined): string | undefined {
  return text === '' ? undefined : text;
}

/**
 * A secret's default is as secret as its value, so it goes no further than here; that there is one has to be known, since no
 * value is required then.
 */
function readDefault(parameter: ProvisioningArtifactParameter) {
  const { DefaultValue: value, IsNoEcho: noEcho } = parameter;
  return noEcho && value !== undefined ? '' : value;
}

function toProduct(view: ProductViewSummary): AwsProduct {
  return {
    id: view.ProductId ?? '',
    name: view.Name ?? '',
    provider: view.Owner ?? '',
    distributor: optional(view.Distributor),
    shortDescription: optional(view.ShortDescription),
    type: view.Type ?? '',
    support: {
      description: optional(view.SupportDescription),
      email: optional(view.SupportEmail),
      url: optional(view.SupportUrl),
    },
  };
}

/**
 * One page of the launchable products, at most 100, sorted so that pages do not overlap.
 *
 * AWS API: `SearchProducts`.
 *
 * @throws AwsCallError
 */
export async function searchProductsPage(
  target: AwsTarget,
  options?: CallOptions & { pageToken?: string },
): Promise<{ products: AwsProduct[]; nextPageToken?: string }> {
  const answer = await target.read(
    'SearchProducts',
    new SearchProductsCommand({
      PageSize: 100,
      SortBy: 'Title',
      SortOrder: 'ASCENDING',
      PageToken: options?.pageToken,
    }),
    options,
  );
  return {
    products: (answer.ProductViewSummaries ?? []).map(toProduct),
    nextPageToken: optional(answer.NextPageToken),
  };
}

/**
 * A product with its active versions, in AWS's order.
 *
 * AWS API: `DescribeProduct`.
 *
 * @throws AwsCallError, of kind `not-found` when the product is gone or not for the portal's principal
 */
export async function describeProduct(
  target: AwsTarget,
  productId: string,
  options?: CallOptions,
): Promise<AwsProduct & { versions: AwsVersion[] }> {
  const answer = await target.read(
    'DescribeProduct',
    new DescribeProductCommand({ Id: productId }),
    options,
  );
  return {
    ...toProduct(answer.ProductViewSummary ?? { ProductId: productId }),
    versions: (answer.ProvisioningArtifacts ?? []).map(artifact => ({
      id: artifact.Id ?? '',
      name: artifact.Name ?? '',
      description: optional(artifact.Description),
      createdAt: artifact.CreatedTime,
      guidance: artifact.Guidance === 'DEPRECATED' ? 'DEPRECATED' : 'DEFAULT',
    })),
  };
}

/**
 * Every launch path of a product; none when the portal's principal is not associated with a portfolio that holds it.
 *
 * AWS API: `ListLaunchPaths`, whose answer without a path is ResourceNotFound.
 *
 * @throws AwsCallError
 */
export async function listLaunchPaths(
  target: AwsTarget,
  productId: string,
  options?: CallOptions,
): Promise<AwsLaunchPath[]> {
  const paths: AwsLaunchPath[] = [];
  let pageToken: string | undefined;
  do {
    try {
      const answer = await target.read(
        'ListLaunchPaths',
        new ListLaunchPathsCommand({
          ProductId: productId,
          PageSize: 20,
          PageToken: pageToken,
        }),
        options,
      );
      for (const path of answer.LaunchPathSummaries ?? []) {
        paths.push({ id: path.Id ?? '', name: path.Name ?? '' });
      }
      pageToken = optional(answer.NextPageToken);
    } catch (error) {
      if (isAwsCallError(error, 'not-found')) {
        return [];
      }
      throw error;
    }
  } while (pageToken);
  return paths;
}

/**
 * Everything needed to launch one version of a product through one path.
 *
 * AWS API: `DescribeProvisioningParameters`.
 *
 * @throws AwsCallError, of kind `not-found` or `invalid` when version or path are not the product's (any more)
 */
export async function describeProvisioningParameters(
  target: AwsTarget,
  request: { productId: string; versionId: string; pathId: string },
  options?: CallOptions,
): Promise<AwsProvisioningParameters> {
  const answer = await target.read(
    'DescribeProvisioningParameters',
    new DescribeProvisioningParametersCommand({
      ProductId: request.productId,
      ProvisioningArtifactId: request.versionId,
      PathId: request.pathId,
    }),
    options,
  );
  return {
    parameters: (answer.ProvisioningArtifactParameters ?? []).map(parameter => {
      const constraints = parameter.ParameterConstraints;
      return {
        key: parameter.ParameterKey ?? '',
        type: optional(parameter.ParameterType) ?? 'String',
        noEcho: parameter.IsNoEcho ?? false,
        description: optional(parameter.Description),
        default: readDefault(parameter),
        allowedValues: constraints?.AllowedValues?.length
          ? constraints.AllowedValues
          : undefined,
        allowedPattern: optional(constraints?.AllowedPattern),
        constraintDescription: optional(constraints?.ConstraintDescription),
        minLength: optional(constraints?.MinLength),
        maxLength: optional(constraints?.MaxLength),
        minValue: optional(constraints?.MinValue),
        maxValue: optional(constraints?.MaxValue),
      };
    }),
    tagOptions: (answer.TagOptions ?? []).map(option => ({
      key: option.Key ?? '',
      values: option.Values ?? [],
    })),
    usageInstructions: (answer.UsageInstructions ?? []).map(instruction => ({
      type: instruction.Type ?? '',
      value: instruction.Value ?? '',
    })),
  };
}
