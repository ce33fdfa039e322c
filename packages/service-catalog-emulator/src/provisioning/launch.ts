import { portfolioArn, productArn } from '../catalog/views';
import { invalidParameters } from '../errors';
import { OperationContext } from '../context';
import { ProvisionedProduct, Tag } from '../state/entities';

const MAX_TAGS = 50;
const AUTO_TAG_PREFIX = 'aws:servicecatalog:';

/** Refuses what AWS refuses about tags beyond their format. */
export function checkTags(tags: Tag[]): void {
  const keys = tags.map(tag => tag.Key);
  const repeated = keys.find((key, index) => keys.indexOf(key) !== index);
  if (repeated !== undefined) {
    throw invalidParameters(
      `Tag keys must be unique: ${repeated} is repeated.`,
    );
  }
  const reserved = keys.find(key => key.toLowerCase().startsWith('aws:'));
  if (reserved !== undefined) {
    throw invalidParameters(
      `Tag keys must not begin with aws:, got ${reserved}.`,
    );
  }
  if (tags.length > MAX_TAGS) {
    throw invalidParameters(
      `A provisioned product can have at most ${MAX_TAGS} tags, TagOptions included; got ${tags.length}.`,
    );
  }
}

/** The tags Service Catalog itself puts on a provisioned product, outside the limit of 50. */
export function autoTags(
  { caller, region }: Pick<OperationContext, 'caller' | 'region'>,
  product: Pick<
    ProvisionedProduct,
    'arn' | 'productId' | 'portfolioId' | 'artifactId' | 'userArnSession'
  >,
): Tag[] {
  return [
    [
      'portfolioArn',
      portfolioArn(product.portfolioId, caller.accountId, region),
    ],
    ['productArn', productArn(product.productId, caller.accountId, region)],
    ['provisioningPrincipalArn', product.userArnSession],
    ['provisionedProductArn', product.arn],
    ['provisioningArtifactIdentifier', product.artifactId],
  ].map(([name, Value]) => ({ Key: `${AUTO_TAG_PREFIX}${name}`, Value }));
}

/** The tags without those that Service Catalog put there. */
export function withoutAutoTags(tags: Tag[]): Tag[] {
  return tags.filter(tag => !tag.Key.startsWith(AUTO_TAG_PREFIX));
}

/**
 * One change at a time. AWS refuses a second one; with which error is not documented.
 */
export function requireNotUnderChange(product: ProvisionedProduct): void {
  if (product.status === 'UNDER_CHANGE') {
    throw invalidParameters(
      `Provisioned product ${product.id} is UNDER_CHANGE: another operation is in progress.`,
    );
  }
}
