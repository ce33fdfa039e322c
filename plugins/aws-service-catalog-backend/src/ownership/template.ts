import { parseEntityRef } from '@backstage/catalog-model';

/** What the templates of extra tags and of filled-in parameters can name. */
export type TemplateValues = {
  /** An entity ref, as are the next two; absent while it is not chosen yet. */
  owner?: string;
  requester?: string;
  entity?: string;
  portal: string;
  target: { name: string; accountId: string; region: string };
  product: { id: string; name: string };
};

type Lookup = (values: TemplateValues) => string | undefined;

const refParts = ['ref', 'kind', 'namespace', 'name'] as const;

function refLookups(
  key: string,
  get: (values: TemplateValues) => string | undefined,
): [string, Lookup][] {
  return refParts.map(part => [
    `${key}.${part}`,
    values => {
      const ref = get(values);
      if (ref === undefined || part === 'ref') {
        return ref;
      }
      return parseEntityRef(ref)[part];
    },
  ]);
}

const lookups: ReadonlyMap<string, Lookup> = new Map<string, Lookup>([
  ...refLookups('owner', values => values.owner),
  ...refLookups('requester', values => values.requester),
  ...refLookups('entity', values => values.entity),
  ['portal', values => values.portal],
  ['target.name', values => values.target.name],
  ['target.accountId', values => values.target.accountId],
  ['target.region', values => values.target.region],
  ['product.id', values => values.product.id],
  ['product.name', values => values.product.name],
]);

const PLACEHOLDER = /\$\{\{\s*([^}\s]*)\s*\}\}/g;

/**
 * The first placeholder of a template that names nothing known; undefined when all are fine.
 */
export function findUnknownPlaceholder(template: string): string | undefined {
  return [...template.matchAll(PLACEHOLDER)]
    .map(([, name]) => name)
    .find(name => !lookups.has(name));
}

/**
 * The names that templates may use.
 */
export const templateNames = [...lookups.keys()];

/**
 * Fills in a template such as `${{ owner.name }}`.
 *
 * @returns undefined when it names something that this launch does not have, such as an entity
 */
export function renderTemplate(
  template: string,
  values: TemplateValues,
): string | undefined {
  let complete = true;
  const rendered = template.replace(PLACEHOLDER, (_, name: string) => {
    const value = lookups.get(name)?.(values);
    complete &&= value !== undefined;
    return value ?? '';
  });
  return complete ? rendered : undefined;
}
