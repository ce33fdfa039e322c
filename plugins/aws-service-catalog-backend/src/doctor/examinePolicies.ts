import { DoctorFinding } from 'backstage-plugin-aws-service-catalog-common';
import { PluginConfig } from '../config';
import { finding } from './findings';

/** What policies can name. */
export type KnownThings = {
  /** Names and ids. */
  products: ReadonlySet<string>;
  /** Names. */
  portfolios: ReadonlySet<string>;
  targets: ReadonlySet<string>;
  /** Those that some target serves. */
  owners: ReadonlySet<string>;
  /** The parameters of all products; absent when not every product could be looked at. */
  parameters?: ReadonlySet<string>;
};

type Match = Partial<
  Record<'products' | 'portfolios' | 'targets' | 'owners', readonly string[]>
> & { parameters?: Readonly<Record<string, readonly string[]>> };

const nouns = {
  products: 'product',
  portfolios: 'portfolio',
  targets: 'target',
  owners: 'owner that a target serves',
  parameters: 'parameter',
} as const;

/** An entry of the configuration. */
type Entry = Pick<DoctorFinding, 'policy'> & { where: string };

function examineNames(
  { where, policy }: Entry,
  what: keyof typeof nouns,
  names: readonly string[] | undefined,
  known: ReadonlySet<string> | undefined,
): DoctorFinding[] {
  const unknown = known ? (names ?? []).filter(name => !known.has(name)) : [];
  if (unknown.length === 0) {
    return [];
  }
  // Every parameter that is named has to fit; of the others, one.
  const isDead = what === 'parameters' || unknown.length === names?.length;
  return [
    finding(
      isDead ? 'policy-matches-nothing' : 'policy-names-unknown',
      `${where}: there is no ${nouns[what]} ${unknown
        .map(name => `'${name}'`)
        .join(', ')}.`,
      { policy },
    ),
  ];
}

function examineMatch(
  entry: Entry,
  match: Match,
  known: KnownThings,
): DoctorFinding[] {
  return [
    ...(['products', 'portfolios', 'targets', 'owners'] as const).flatMap(
      what => examineNames(entry, what, match[what], known[what]),
    ),
    ...examineNames(
      entry,
      'parameters',
      match.parameters && Object.keys(match.parameters),
      known.parameters,
    ),
  ];
}

/** Entries of the configuration that name what does not exist, and so never have an effect. */
export function examinePolicies(
  config: Pick<
    PluginConfig,
    'approval' | 'quotas' | 'estimates' | 'leases' | 'parameters' | 'reconcile'
  >,
  known: KnownThings,
): DoctorFinding[] {
  const { approval, quotas, estimates, leases, parameters, reconcile } = config;
  const policies = [
    ['approval', 'approval.policies', approval.policies],
    ['quota', 'quotas', quotas],
    ['lease', 'leases', leases],
  ] as const;
  return [
    ...policies.flatMap(([kind, key, entries]) =>
      entries.flatMap(({ name, match }, index) =>
        examineMatch(
          {
            where: `${key}[${index}] ('${name}')`,
            policy: { kind, name },
          },
          match,
          known,
        ),
      ),
    ),
    ...estimates.flatMap(({ match }, index) =>
      examineMatch({ where: `estimates[${index}]` }, match, known),
    ),
    ...parameters.flatMap(({ name, match }, index) => {
      const entry = { where: `parameters[${index}] ('${name}')` };
      return [
        ...examineMatch(entry, match, known),
        ...examineNames(entry, 'parameters', [name], known.parameters),
      ];
    }),
    ...examineNames(
      { where: 'reconcile.serialProducts' },
      'products',
      reconcile.serialProducts,
      known.products,
    ),
  ];
}
