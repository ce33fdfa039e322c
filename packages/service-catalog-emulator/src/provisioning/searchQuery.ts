import { invalidParameters } from '../errors';
import { ProvisionedProduct } from '../state/entities';
import { WantedText } from './searchIndex';

type Field = (product: ProvisionedProduct) => string | undefined;

/** What a field of the query holds for a provisioned product. Tags are apart: they hold several. */
const FIELDS: { [field: string]: Field } = {
  arn: product => product.arn,
  createdTime: product => new Date(product.createdTime).toISOString(),
  id: product => product.id,
  lastRecordId: product => product.lastRecordId,
  idempotencyToken: product => product.idempotencyToken,
  name: product => product.name,
  physicalId: product => product.stackId,
  productId: product => product.productId,
  provisioningArtifactId: product => product.artifactId,
  type: product => product.type,
  status: product => product.status,
  userArn: product => product.userArn,
  userArnSession: product => product.userArnSession,
  lastProvisioningRecordId: product => product.lastProvisioningRecordId,
  lastSuccessfulProvisioningRecordId: product =>
    product.lastSuccessfulProvisioningRecordId,
  productName: product => product.productName,
  provisioningArtifactName: product => product.artifactName,
};

type Predicate = (product: ProvisionedProduct) => boolean;

/** A compiled query. */
export interface SearchQuery {
  /** What is found passes all of these; there are none when everything is found. */
  tests: Predicate[];
  /** Texts that whatever is found has, for an index to begin with. */
  required: WantedText[];
}

/** A part of a query. */
interface QueryPart {
  matches: Predicate;
  required: WantedText[];
}

/**
 * Compiles the `SearchQuery` filter. Every entry is a list of terms that must all hold, `OR` between
 * terms makes alternatives, and all entries must hold. A term is `field:value`, or a value alone,
 * which any field may hold; values compare without regard to case, `*` at the end matches the rest,
 * and a value in double quotes may contain blanks.
 */
export function compileSearchQuery(entries: string[]): SearchQuery {
  const compiled = entries.map(compileEntry);
  return {
    tests: compiled.map(({ matches }) => matches),
    required: compiled.flatMap(({ required }) => required),
  };
}

/** Every text that the index finds a provisioned product by: all but times. */
export function* searchableTexts(
  product: ProvisionedProduct,
): Iterable<string | undefined> {
  for (const [name, field] of Object.entries(FIELDS)) {
    if (name !== 'createdTime') {
      yield field(product);
    }
  }
  for (const { Key, Value } of product.tags) {
    yield Key;
    yield Value;
  }
}

function compileEntry(entry: string): QueryPart {
  const alternatives: QueryPart[][] = [[]];
  for (const term of splitTerms(entry)) {
    if (term === 'OR') {
      alternatives.push([]);
    } else if (term !== 'AND') {
      alternatives[alternatives.length - 1].push(compileTerm(term));
    }
  }
  return {
    matches: anyOf(alternatives.map(allOf)),
    required:
      alternatives.length === 1
        ? alternatives[0].flatMap(({ required }) => required)
        : [],
  };
}

function allOf(parts: QueryPart[]): Predicate {
  // Most queries have one part; it is asked of everything there is.
  return parts.length === 1
    ? parts[0].matches
    : product => parts.every(({ matches }) => matches(product));
}

function anyOf(alternatives: Predicate[]): Predicate {
  return alternatives.length === 1
    ? alternatives[0]
    : product => alternatives.some(matches => matches(product));
}

function splitTerms(entry: string): string[] {
  return entry.match(/(?:[^\s"]|"[^"]*")+/g) ?? [];
}

function compileTerm(term: string): QueryPart {
  const [, name, value] = /^([a-z]+):(.*)$/is.exec(term) ?? [];
  // An ARN is a value that looks like a field.
  if (name === undefined || /^arn:aws[a-z-]*:/.test(term)) {
    const matches = compileValue(term);
    const inTags = compileTags(term);
    // Texts of times are made only for terms that may be one.
    const fields = Object.entries(FIELDS)
      .filter(([field]) => field !== 'createdTime' || /^"?\d/.test(term))
      .map(([, field]) => field);
    return {
      matches: product =>
        fields.some(field => matches(field(product))) || inTags(product),
      // A time is not in the index.
      required: /^"?\d/.test(term) ? [] : requiredText(term),
    };
  }
  if (name === 'tags') {
    return { matches: compileTags(value), required: requiredText(value) };
  }
  if (!Object.hasOwn(FIELDS, name)) {
    throw invalidParameters(`Unsupported field in SearchQuery: ${name}`);
  }
  const field = FIELDS[name];
  const matches = compileValue(value);
  return {
    matches: product => matches(field(product)),
    required: name === 'createdTime' ? [] : requiredText(value),
  };
}

/** What the index may look for, unless the value may be a key and value of a tag together. */
function requiredText(raw: string): WantedText[] {
  const { text, isPrefix } = wantedText(raw);
  return text.includes('=') || text === '' ? [] : [{ text, isPrefix }];
}

function wantedText(raw: string): WantedText {
  const text = raw.replaceAll('"', '').toLowerCase();
  return text.endsWith('*')
    ? { text: text.slice(0, -1), isPrefix: true }
    : { text, isPrefix: false };
}

/** A tag may be named by its key, by its value, or by both. */
function compileTags(raw: string): Predicate {
  const matches = compileValue(raw);
  const matchesPair = raw.includes('=') ? matches : undefined;
  return ({ tags }) =>
    tags.some(
      ({ Key, Value }) =>
        matches(Key) || matches(Value) || matchesPair?.(`${Key}=${Value}`),
    );
}

function compileValue(raw: string): (value: string | undefined) => boolean {
  const { text, isPrefix } = wantedText(raw);
  // Statuses, products and owners are often those of the one before.
  let last: string | undefined;
  let isMatch = false;
  return value => {
    if (value !== last) {
      last = value;
      isMatch =
        value !== undefined &&
        (isPrefix || value.length === text.length) &&
        beginsWith(value, text);
    }
    return isMatch;
  };
}

/**
 * Whether a text begins with a lower-case one, whatever its own case. Searches ask this of every
 * text there is, so nothing is copied unless it has other letters than those of ASCII.
 */
function beginsWith(text: string, prefix: string): boolean {
  if (text.length < prefix.length) {
    return false;
  }
  for (let index = 0; index < prefix.length; index++) {
    const code = text.charCodeAt(index);
    if (code >= 128) {
      return text.slice(0, prefix.length).toLowerCase() === prefix;
    }
    const isUpper = code >= 65 && code <= 90;
    if ((isUpper ? code + 32 : code) !== prefix.charCodeAt(index)) {
      return false;
    }
  }
  return true;
}
