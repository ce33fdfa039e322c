import { AccountState } from '../state/AccountState';
import { ProvisionedProduct } from '../state/entities';
import { listOf, OneOrMany, withItem } from '../state/indexes';

/** Texts that more provisioned products have than this are not worth an index. */
const MAX_HOLDERS = 2000;

/** Beyond so many outdated entries for each that holds, the index is built anew. */
const MAX_OUTDATED_SHARE = 2;

/** Texts that begin with the same so many characters are looked through together. */
const START = 3;

/** A text that is looked for, in lower case: the whole of it, or how it begins. */
export interface WantedText {
  text: string;
  isPrefix: boolean;
}

/**
 * Finds provisioned products that may have a text. What has changed is only added, so some found do
 * not have the text any more: whoever asks looks again.
 */
export class SearchIndex {
  /** Who has a text; `undefined` when too many have it. */
  private readonly holders = new Map<
    string,
    OneOrMany<ProvisionedProduct> | undefined
  >();
  /** The texts in {@link holders}, by how they begin. */
  private readonly byStart = new Map<string, string[]>();
  private additions = 0;

  constructor(
    private readonly textsOf: (
      product: ProvisionedProduct,
    ) => Iterable<string | undefined>,
  ) {}

  /** Adds what the product has by now. */
  add(product: ProvisionedProduct): void {
    this.additions += 1;
    for (const text of this.textsOf(product)) {
      if (text !== undefined) {
        this.addText(text.toLowerCase(), product);
      }
    }
  }

  /** Whether most of what is in the index may not be true any more. */
  isOutdated(size: number): boolean {
    return this.additions > (size + MAX_HOLDERS) * MAX_OUTDATED_SHARE;
  }

  /** Those that may have the text; `undefined` when it may be too many of them. */
  find({ text, isPrefix }: WantedText): Set<ProvisionedProduct> | undefined {
    const found = new Set<ProvisionedProduct>();
    if (!isPrefix) {
      return !this.holders.has(text) || this.collect(text, found)
        ? found
        : undefined;
    }
    const near =
      text.length < START
        ? this.holders.keys()
        : this.byStart.get(text.slice(0, START)) ?? [];
    for (const known of near) {
      const fits = known.startsWith(text);
      if (fits && (!this.collect(known, found) || found.size > MAX_HOLDERS)) {
        return undefined;
      }
    }
    return found;
  }

  /** @returns whether the holders of the text are known */
  private collect(text: string, found: Set<ProvisionedProduct>): boolean {
    const holders = this.holders.get(text);
    if (holders === undefined) {
      return false;
    }
    listOf(holders).forEach(holder => found.add(holder));
    return true;
  }

  private addText(text: string, product: ProvisionedProduct): void {
    const holders = this.holders.get(text);
    if (holders !== undefined) {
      const others = listOf(holders);
      if (!others.includes(product)) {
        this.holders.set(
          text,
          others.length < MAX_HOLDERS ? withItem(holders, product) : undefined,
        );
      }
    } else if (!this.holders.has(text)) {
      this.holders.set(text, product);
      const start = text.slice(0, START);
      const texts = this.byStart.get(start);
      if (texts) {
        texts.push(text);
      } else {
        this.byStart.set(start, [text]);
      }
    }
  }
}

const indexes = new WeakMap<AccountState, SearchIndex>();

/** Index of the texts of an account's provisioned products, brought up to date. */
export function searchIndexOf(
  state: AccountState,
  textsOf: (product: ProvisionedProduct) => Iterable<string | undefined>,
): SearchIndex {
  let index = indexes.get(state);
  if (!index || index.isOutdated(state.provisionedProducts.size)) {
    index = new SearchIndex(textsOf);
    indexes.set(state, index);
    state.provisionedProducts.takeChanged();
    for (const product of state.provisionedProducts.values()) {
      index.add(product);
    }
  }
  for (const product of state.provisionedProducts.takeChanged()) {
    index.add(product);
  }
  return index;
}
