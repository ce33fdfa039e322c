import { invalidParameters } from '../errors';
import { AccountState } from '../state/AccountState';
import { Tag, TagOption } from '../state/entities';
import { importedPortfolio, sourceOf } from './sharing';

/** The values allowed for a tag key on a launch. */
export interface TagOptionSummary {
  Key: string;
  Values: string[];
}

/** TagOptions that the account associated with a portfolio or product. */
export function tagOptionsOf(
  state: AccountState,
  resourceId: string,
): TagOption[] {
  return state.tagOptionAssociations
    .filter(association => association.resourceId === resourceId)
    .map(association => state.tagOptions.get(association.tagOptionId)!);
}

/** TagOptions of a portfolio or product, with those that came along with a shared portfolio. */
export function visibleTagOptionsOf(
  state: AccountState,
  resourceId: string,
  sourcePortfolioId: string,
): TagOption[] {
  const source = importedPortfolio(state, sourcePortfolioId);
  return [
    ...tagOptionsOf(state, resourceId),
    ...(source?.shareTagOptions ? tagOptionsOf(source.owner, resourceId) : []),
  ];
}

/**
 * The TagOptions that apply to a launch: those of product and portfolio by key; where several have
 * the key, only the values they share, which may be none. A share that includes TagOptions adds those
 * of the owner's portfolio and product.
 */
export function effectiveTagOptions(
  state: AccountState,
  productId: string,
  portfolioId: string,
): TagOptionSummary[] {
  const source =
    importedPortfolio(state, portfolioId) ??
    sourceOf(state, portfolioId, productId);
  const sets = [
    tagOptionsOf(state, portfolioId),
    tagOptionsOf(state, productId),
    ...(source?.shareTagOptions
      ? [
          tagOptionsOf(source.owner, source.portfolio.id),
          tagOptionsOf(source.owner, productId),
        ]
      : []),
  ].map(valuesByKey);
  const keys = new Set(sets.flatMap(values => [...values.keys()]));
  return [...keys].map(key => ({
    Key: key,
    Values: sets
      .map(values => values.get(key))
      .filter(values => values !== undefined)
      .reduce((common, values) =>
        common.filter(value => values.includes(value)),
      ),
  }));
}

/**
 * The tags of a launch once TagOptions are applied: a key with a single value is set by itself, a
 * key with several needs one of them from the caller, and a key without a common value is set to a
 * marker that names the conflict.
 */
export function applyTagOptions(
  options: TagOptionSummary[],
  tags: Tag[],
  { portfolioId, productId }: { portfolioId: string; productId: string },
): Tag[] {
  const result = [...tags];
  for (const { Key, Values } of options) {
    const position = tags.findIndex(tag => tag.Key === Key);
    if (Values.length === 0) {
      if (position >= 0) {
        throw invalidParameters(
          `Parameter validation failed: Missing required parameter in Tags[${position}]:Value`,
        );
      }
      result.push({
        Key,
        Value: `sc-tagoption-conflict-${portfolioId}-${productId}`,
      });
    } else if (position >= 0) {
      if (!Values.includes(tags[position].Value)) {
        throw invalidParameters(
          `Tag ${Key} must have one of the values allowed by its TagOptions: [${Values.join(
            ', ',
          )}]`,
        );
      }
    } else if (Values.length === 1) {
      result.push({ Key, Value: Values[0] });
    } else {
      throw invalidParameters(
        `Tag ${Key} is required by its TagOptions, with one of the values: [${Values.join(
          ', ',
        )}]`,
      );
    }
  }
  return result;
}

function valuesByKey(options: TagOption[]): Map<string, string[]> {
  const values = new Map<string, string[]>();
  for (const { key, value, active } of options) {
    if (active) {
      values.set(key, [...(values.get(key) ?? []), value]);
    }
  }
  return values;
}
