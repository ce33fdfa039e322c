import { z } from 'zod';

/** The key of everything that is configured. */
export const ROOT = 'awsServiceCatalog';

function pathOf(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, part) =>
      typeof part === 'number' ? `${text}[${part}]` : `${text}.${String(part)}`,
    ROOT,
  );
}

/** One sentence per wrong key. It never holds the value of a key that may be secret. */
export function describeIssue(issue: z.core.$ZodIssue): string[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map(
      key => `${pathOf([...issue.path, key])} is not a known key`,
    );
  }
  // A bad key of a record is reported as an issue about the record, with the key's own issues inside.
  if (issue.code === 'invalid_key') {
    return issue.issues.map(inner => `${pathOf(issue.path)} ${inner.message}`);
  }
  const text =
    issue.code === 'invalid_type'
      ? issue.message.replace(/^Invalid input: expected (.*)$/, 'must be a $1')
      : issue.message;
  return [`${pathOf(issue.path)} ${text}`];
}

function refuseRepeats(
  values: readonly string[],
  path: (index: number) => string,
): string[] {
  return values.flatMap((value, index) =>
    values.indexOf(value) < index ? [`${path(index)} repeats '${value}'`] : [],
  );
}

/** Two names for one place would have two reconcilers work on it, and hide from each the orders of the other. */
function refuseRepeatedPlaces(
  targets: readonly { name: string; accountId: string; region: string }[],
): string[] {
  const title = (index: number) =>
    `${ROOT}.targets[${index}] ('${targets[index].name}')`;
  return targets.flatMap((place, index) => {
    const first = targets.findIndex(
      other =>
        other.accountId === place.accountId && other.region === place.region,
    );
    return first < index
      ? [`${title(index)} is the same account and Region as ${title(first)}`]
      : [];
  });
}

/** What of the configuration must not repeat itself. */
type Repeatable = {
  targets: readonly { name: string; accountId: string; region: string }[];
  costs: { payers: readonly { accountId: string }[] };
  approval: { policies: readonly { name: string }[] };
  quotas: readonly { name: string }[];
  leases: readonly { name: string }[];
  reconcile: { serialProducts: readonly string[] };
  secrets: { keys: readonly { id: string }[] };
  tags: Readonly<
    Record<'owner' | 'entity' | 'requester' | 'order' | 'portal', string>
  > & { extra: Readonly<Record<string, string>> };
};

/** One sentence for each thing that is there twice. */
export function findRepeats(parsed: Repeatable): string[] {
  const { extra, ...keys } = parsed.tags;
  const tagNames = Object.keys(keys) as (keyof typeof keys)[];
  const extraKeys = Object.keys(extra);
  const lowerCase = [...tagNames.map(name => keys[name]), ...extraKeys];
  return [
    ...refuseRepeats(
      parsed.targets.map(({ name }) => name),
      index => `${ROOT}.targets[${index}].name`,
    ),
    ...refuseRepeatedPlaces(parsed.targets),
    ...refuseRepeats(
      parsed.costs.payers.map(payer => payer.accountId),
      index => `${ROOT}.costs.payers[${index}].accountId`,
    ),
    ...refuseRepeats(
      parsed.approval.policies.map(({ name }) => name),
      index => `${ROOT}.approval.policies[${index}].name`,
    ),
    ...refuseRepeats(
      parsed.quotas.map(({ name }) => name),
      index => `${ROOT}.quotas[${index}].name`,
    ),
    ...refuseRepeats(
      parsed.leases.map(({ name }) => name),
      index => `${ROOT}.leases[${index}].name`,
    ),
    ...refuseRepeats(
      parsed.reconcile.serialProducts,
      index => `${ROOT}.reconcile.serialProducts[${index}]`,
    ),
    ...refuseRepeats(
      parsed.secrets.keys.map(({ id }) => id),
      index => `${ROOT}.secrets.keys[${index}].id`,
    ),
    ...refuseRepeats(lowerCase, index =>
      index < tagNames.length
        ? `${ROOT}.tags.${tagNames[index]}`
        : `${ROOT}.tags.extra.${extraKeys[index - tagNames.length]}`,
    ),
  ];
}
