import { ownerOfPortfolio, ownerOfProduct } from '../catalog/sharing';
import { portfolioArn, productArn } from '../catalog/views';
import { invalidParameters } from '../errors';
import { OperationContext } from '../context';
import { ProvisionedProduct, Tag } from '../state/entities';

const MAX_TAGS = 50;
/** What the keys of AutoTags begin with. */
const AUTO_TAG_PREFIX = 'aws:servicecatalog:';

/** The keys of AutoTags. */
export const AUTO_TAGS = {
  portfolio: `${AUTO_TAG_PREFIX}portfolioArn`,
  product: `${AUTO_TAG_PREFIX}productArn`,
  principal: `${AUTO_TAG_PREFIX}provisioningPrincipalArn`,
  provisionedProduct: `${AUTO_TAG_PREFIX}provisionedProductArn`,
  artifact: `${AUTO_TAG_PREFIX}provisioningArtifactIdentifier`,
};

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
  {
    state,
    region,
    world,
  }: Pick<OperationContext, 'state' | 'region' | 'world'>,
  product: Pick<
    ProvisionedProduct,
    'arn' | 'productId' | 'portfolioId' | 'artifactId' | 'userArnSession'
  >,
): Tag[] {
  // What is shared keeps the ARN that it has in the account it belongs to.
  const portfolioOwner = ownerOfPortfolio(state, product.portfolioId) ?? state;
  const productOwner = ownerOfProduct(state, product.productId) ?? state;
  const shared = (Key: string, Value: string) =>
    world.texts.tag({ Key, Value });
  return [
    shared(
      AUTO_TAGS.portfolio,
      portfolioArn(product.portfolioId, portfolioOwner.accountId, region),
    ),
    shared(
      AUTO_TAGS.product,
      productArn(product.productId, productOwner.accountId, region),
    ),
    shared(AUTO_TAGS.principal, product.userArnSession),
    { Key: AUTO_TAGS.provisionedProduct, Value: product.arn },
    shared(AUTO_TAGS.artifact, product.artifactId),
  ];
}

/** ARN of a provisioned product. */
export function provisionedProductArn(
  { accountId, region }: { accountId: string; region: string },
  name: string,
  id: string,
): string {
  return `arn:aws:servicecatalog:${region}:${accountId}:stack/${name}/${id}`;
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

/** What can be updated: not what is under change, and not what was only planned so far. */
export function requireUpdatable(product: ProvisionedProduct): void {
  requireNotUnderChange(product);
  if (product.status === 'PLAN_IN_PROGRESS') {
    throw invalidParameters(
      `Provisioned product ${product.id} is PLAN_IN_PROGRESS: execute or delete its plan first.`,
    );
  }
}
