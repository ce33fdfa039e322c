import { invalidParameters } from '../errors';
import { ProvisionedProduct } from '../state/entities';
import { timestamp } from '../catalog/views';

/** What a field of the query holds for a provisioned product; several values for tags. */
const FIELDS: {
  [field: string]: (product: ProvisionedProduct) => (string | undefined)[];
} = {
  arn: product => [product.arn],
  createdTime: product => [
    String(timestamp(product.createdTime)),
    new Date(product.createdTime).toISOString(),
  ],
  id: product => [product.id],
  lastRecordId: product => [product.lastRecordId],
  idempotencyToken: product => [product.idempotencyToken],
  name: product => [product.name],
  physicalId: product => [product.stackId],
  productId: product => [product.productId],
  provisioningArtifactId: product => [product.artifactId],
  provisioningArtifact: product => [product.artifactId],
  type: () => ['CFN_STACK'],
  status: product => [product.status],
  tags: product =>
    product.tags.flatMap(({ Key, Value }) => [
      Key,
      Value,
      `${Key}=${Value}`,
      `${Key}:${Value}`,
    ]),
  userArn: product => [product.userArn],
  userArnSession: product => [product.userArnSession],
  lastProvisioningRecordId: product => [product.lastProvisioningRecordId],
  lastSuccessfulProvisioningRecordId: product => [
    product.lastSuccessfulProvisioningRecordId,
  ],
  productName: product => [product.productName],
  provisioningArtifactName: product => [product.artifactName],
};

/** Fields that a term without a field is looked for in. */
const BARE_FIELDS = Object.values(FIELDS);

type Predicate = (product: ProvisionedProduct) => boolean;

/**
 * Compiles the `SearchQuery` filter. Every entry is a list of terms that must all hold, `OR` between
 * terms makes alternatives, and all entries must hold. A term is `field:value`, or a value alone,
 * which any field may hold; values compare without regard to case, `*` at the end matches the rest,
 * and a value in double quotes may contain blanks.
 */
export function compileSearchQuery(entries: string[]): Predicate {
  const predicates = entries.map(compileEntry);
  return product => predicates.every(predicate => predicate(product));
}

function compileEntry(entry: string): Predicate {
  const alternatives: Predicate[][] = [[]];
  for (const term of splitTerms(entry)) {
    if (term === 'OR') {
      alternatives.push([]);
    } else if (term !== 'AND') {
      alternatives[alternatives.length - 1].push(compileTerm(term));
    }
  }
  return product =>
    alternatives.some(terms => terms.every(predicate => predicate(product)));
}

function splitTerms(entry: string): string[] {
  return entry.match(/(?:[^\s"]|"[^"]*")+/g) ?? [];
}

function compileTerm(term: string): Predicate {
  const colon = term.indexOf(':');
  const field = term.slice(0, colon);
  const isArn = /^arn:aws[a-z-]*:/.test(term);
  if (!isArn && Object.hasOwn(FIELDS, field)) {
    const values = FIELDS[field];
    const matches = compileValue(term.slice(colon + 1));
    return product => values(product).some(matches);
  }
  if (!isArn && /^[a-z]+$/i.test(field)) {
    throw invalidParameters(`Unsupported field in SearchQuery: ${field}`);
  }
  const matches = compileValue(term);
  return product => BARE_FIELDS.some(values => values(product).some(matches));
}

function compileValue(raw: string): (value: string | undefined) => boolean {
  const wanted = raw.replaceAll('"', '').toLowerCase();
  if (wanted.endsWith('*')) {
    const prefix = wanted.slice(0, -1);
    return value => value?.toLowerCase().startsWith(prefix) ?? false;
  }
  return value => value?.toLowerCase() === wanted;
}
