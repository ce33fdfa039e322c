import { sha256 } from '../digest';
import { OrderDraft } from '../draft/OrderDraft';
import { listKept, listValues } from '../sendOrder';
import { StoredOrder } from '../StoredOrder';
import { PlanBody } from './PlanKeeper';

/** An update, as far as it can be previewed. */
type Update = Pick<OrderDraft, 'product' | 'version'> & {
  content: Pick<
    StoredOrder['content'],
    'pathId' | 'portfolioName' | 'parameters' | 'tags' | 'sendsTags'
  >;
};

/**
 * What a plan of an update is made with: just what the update is sent with.
 *
 * @param secrets - values by parameter key
 * @param pathId - as it is now; default: as it was when the update was ordered
 */
export function bodyOfPlan(
  { product, version, content }: Update,
  secrets: Readonly<Record<string, string>>,
  pathId: string = content.pathId ?? '',
): PlanBody {
  return {
    productId: product.id,
    versionId: version?.id ?? '',
    pathId,
    parameters: [...listValues({ content }, secrets), ...listKept({ content })],
    tags: content.sendsTags ? content.tags : undefined,
  };
}

/** What a preview is of. Which values its secrets had does not count: nobody could tell later. */
export function digestOfPlan({ version, content }: Update): string {
  const { portfolioName, parameters, tags, sendsTags } = content;
  return sha256({
    versionId: version?.id,
    portfolioName,
    parameters,
    tags: sendsTags ? tags : [],
  });
}
