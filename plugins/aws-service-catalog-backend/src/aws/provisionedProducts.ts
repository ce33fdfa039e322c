import {
  DescribeProvisionedProductCommand,
  ListStackInstancesForProvisionedProductCommand,
  ProvisionedProductAttribute,
  ProvisionedProductDetail,
  SearchProvisionedProductsCommand,
} from '@aws-sdk/client-service-catalog';
import { CallOptions } from './AwsService';
import { AwsTarget } from './AwsTarget';
import { isAwsCallError } from './errors';

/** What a search and a description of a provisioned product have in common. */
export type AwsProvisionedProduct = {
  id: string;
  name: string;
  arn: string;
  /** For example `CFN_STACK`. */
  type: string;
  /** AWS: `ProvisionedProductStatus`. */
  status: string;
  statusMessage?: string;
  createdAt?: Date;
  /** The token of the launch. */
  idempotencyToken?: string;
  lastRecordId?: string;
  lastProvisioningRecordId?: string;
  lastSuccessfulProvisioningRecordId?: string;
  productId: string;
  versionId: string;
};

/** What only a description says. */
export type AwsProvisionedProductDetail = AwsProvisionedProduct & {
  /** The ARN of the role with which Service Catalog works on it; absent: it works as whoever asks. */
  launchRole?: string;
};

/** What only a search says. */
export type AwsProvisionedProductAttribute = AwsProvisionedProduct & {
  /** The ARN of the IAM user or role, or of the session, that owns it. */
  userArn?: string;
  productName: string;
  versionName: string;
  tags: { key: string; value: string }[];
};

/** A stack of a stack set. */
export type AwsStackInstance = {
  account: string;
  region: string;
  /** AWS: `StackInstanceStatus`. */
  status: string;
};

type Common = ProvisionedProductDetail & ProvisionedProductAttribute;

function toProvisionedProduct(
  detail: Partial<Common> | undefined,
): AwsProvisionedProduct {
  return {
    id: detail?.Id ?? '',
    name: detail?.Name ?? '',
    arn: detail?.Arn ?? '',
    type: detail?.Type ?? '',
    status: detail?.Status ?? '',
    statusMessage: detail?.StatusMessage || undefined,
    createdAt: detail?.CreatedTime,
    idempotencyToken: detail?.IdempotencyToken,
    lastRecordId: detail?.LastRecordId,
    lastProvisioningRecordId: detail?.LastProvisioningRecordId,
    lastSuccessfulProvisioningRecordId:
      detail?.LastSuccessfulProvisioningRecordId,
    productId: detail?.ProductId ?? '',
    versionId: detail?.ProvisioningArtifactId ?? '',
  };
}

/**
 * One provisioned product, by exactly one of id and name.
 *
 * AWS API: `DescribeProvisionedProduct`. It does not answer with tags.
 *
 * @returns undefined when AWS knows none, or does not show it to the portal's principal
 * @throws AwsCallError
 */
export async function describeProvisionedProduct(
  target: AwsTarget,
  which: { id: string } | { name: string },
  options?: CallOptions,
): Promise<AwsProvisionedProductDetail | undefined> {
  try {
    const answer = await target.read(
      'DescribeProvisionedProduct',
      new DescribeProvisionedProductCommand(
        'id' in which ? { Id: which.id } : { Name: which.name },
      ),
      options,
    );
    const detail = answer.ProvisionedProductDetail;
    return {
      ...toProvisionedProduct(detail),
      launchRole: detail?.LaunchRoleArn || undefined,
    };
  } catch (error) {
    if (isAwsCallError(error, 'not-found')) {
      return undefined;
    }
    throw error;
  }
}

/**
 * One page, at most 100, of the provisioned products of the whole account, sorted so that pages do not overlap.
 *
 * AWS API: `SearchProvisionedProducts` with access level Account.
 *
 * @param options.terms - search terms such as `status:UNDER_CHANGE` or `id:pp-…`; none: all
 * @throws AwsCallError
 */
export async function searchProvisionedProductsPage(
  target: AwsTarget,
  options?: CallOptions & { terms?: readonly string[]; pageToken?: string },
): Promise<{
  provisionedProducts: AwsProvisionedProductAttribute[];
  nextPageToken?: string;
}> {
  const answer = await target.read(
    'SearchProvisionedProducts',
    new SearchProvisionedProductsCommand({
      AccessLevelFilter: { Key: 'Account', Value: 'self' },
      Filters: options?.terms && { SearchQuery: [...options.terms] },
      SortBy: 'id',
      SortOrder: 'ASCENDING',
      PageSize: 100,
      PageToken: options?.pageToken,
    }),
    options,
  );
  return {
    provisionedProducts: (answer.ProvisionedProducts ?? []).map(attribute => ({
      ...toProvisionedProduct(attribute),
      userArn: attribute.UserArn || undefined,
      productName: attribute.ProductName ?? '',
      versionName: attribute.ProvisioningArtifactName ?? '',
      tags: (attribute.Tags ?? []).map(tag => ({
        key: tag.Key ?? '',
        value: tag.Value ?? '',
      })),
    })),
    nextPageToken: answer.NextPageToken || undefined,
  };
}

/**
 * The stacks of a stack set, on every page of 20, whatever their state.
 *
 * AWS API: `ListStackInstancesForProvisionedProduct`. What is no stack set has none.
 *
 * @param options.most - no more pages are read than it takes for so many; absent: all
 * @throws AwsCallError
 */
export async function listStackInstances(
  target: AwsTarget,
  provisionedProductId: string,
  { most = Infinity, ...options }: CallOptions & { most?: number } = {},
): Promise<AwsStackInstance[]> {
  const instances: AwsStackInstance[] = [];
  let pageToken: string | undefined;
  do {
    const answer = await target.read(
      'ListStackInstancesForProvisionedProduct',
      new ListStackInstancesForProvisionedProductCommand({
        ProvisionedProductId: provisionedProductId,
        PageSize: 20,
        PageToken: pageToken,
      }),
      options,
    );
    instances.push(
      ...(answer.StackInstances ?? []).map(
        ({ Account, Region, StackInstanceStatus }) => ({
          account: Account ?? '',
          region: Region ?? '',
          status: StackInstanceStatus ?? '',
        }),
      ),
    );
    pageToken = answer.NextPageToken || undefined;
  } while (pageToken && instances.length < most);
  return instances.slice(0, most);
}
