import { invalidParameters } from '../errors';
import { AccountState } from '../state/AccountState';
import { Tag, TagOption } from '../state/entities';

/** The values allowed for a tag key on a launch. */
export interface TagOptionSummary {
  Key: string;
  Values: string[];
}

/** TagOptions associated with a portfolio or product. */
export function tagOptionsOf(
  state: AccountState,
  resourceId: string,
): TagOption[] {
  return state.tagOptionAssociations
    .filter(association => association.resourceId === resourceId)
    .map(association => state.tagOptions.get(association.tagOptionId)!);
}

/**
 * The TagOptions that apply to a launch: those of product and portfolio by key; where both have the
 * key, only the values they share, which may be none.
 */
export function effectiveTagOptions(
  state: AccountState,
  productId: string,
  portfolioId: string,
): TagOptionSummary[] {
  const ofProduct = valuesByKey(tagOptionsOf(state, productId));
  const ofPortfolio = valuesByKey(tagOptionsOf(state, portfolioId));
  const keys = new Set([...ofPortfolio.keys(), ...ofProduct.keys()]);
  return [...keys].map(key => {
    const product = ofProduct.get(key);
    const portfolio = ofPortfolio.get(key);
    return {
      Key: key,
      Values:
        product && portfolio
          ? portfolio.filter(value => product.includes(value))
          : (portfolio ?? product)!,
    };
  });
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
