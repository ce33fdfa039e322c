import { Organization, ShareConfig } from './organization';

/**
 * What is wrong about a configuration of the right shape: names of things that are not there, accounts that are listed
 * twice.
 *
 * @returns one sentence per mistake, beginning with the key
 */
export function findMistakes(
  organization: Organization,
  products: readonly string[],
): string[] {
  return [
    ...accountMistakes(organization),
    ...portfolioMistakes(organization, products),
    ...localPortfolioMistakes(organization),
  ];
}

function accountMistakes({
  accounts,
  organizationalUnits,
}: Organization): string[] {
  const mistakes: string[] = [];
  const seen = new Map<string, string>();
  const note = (id: string, where: string) => {
    const before = seen.get(id);
    if (before === undefined) {
      seen.set(id, where);
    } else {
      mistakes.push(`${where}: ${id} is ${before} already`);
    }
  };
  note(accounts.management, 'accounts.management');
  note(accounts.provisioning, 'accounts.provisioning');
  for (const [key, project] of Object.entries(accounts.projects)) {
    const where = `accounts.projects.${key}`;
    note(project.id, `${where}.id`);
    mistakes.push(
      ...missing(
        `${where}.organizationalUnit`,
        project.organizationalUnit,
        organizationalUnits,
        'organizationalUnits',
      ),
    );
  }
  for (const [key, { id }] of Object.entries(accounts.external)) {
    note(id, `accounts.external.${key}.id`);
  }
  return mistakes;
}

function portfolioMistakes(
  { accounts, organizationalUnits, portfolios }: Organization,
  products: readonly string[],
): string[] {
  return Object.entries(portfolios).flatMap(([key, portfolio]) => {
    const where = `portfolios.${key}`;
    return [
      ...Object.keys(portfolio.products)
        .filter(product => !products.includes(product))
        .map(
          product =>
            `${where}.products.${product}: there is no such product; there are ${products.join(
              ', ',
            )}`,
        ),
      ...portfolio.shares.flatMap((share, index) => {
        const path = `${where}.shares[${index}]`;
        if ('organizationalUnit' in share) {
          return missing(
            `${path}.organizationalUnit`,
            share.organizationalUnit,
            organizationalUnits,
            'organizationalUnits',
          );
        }
        if ('account' in share) {
          return missing(
            `${path}.account`,
            share.account,
            accounts.projects,
            'accounts.projects',
          );
        }
        if ('externalAccount' in share) {
          return missing(
            `${path}.externalAccount`,
            share.externalAccount,
            accounts.external,
            'accounts.external',
          );
        }
        return [];
      }),
      ...repeatedShares(where, portfolio.shares),
    ];
  });
}

function repeatedShares(where: string, shares: object[]): string[] {
  const targets = shares.map(share => JSON.stringify(Object.entries(share)[0]));
  return targets.flatMap((target, index) =>
    targets.indexOf(target) === index
      ? []
      : [`${where}.shares[${index}]: the same is shared with twice`],
  );
}

function localPortfolioMistakes({
  accounts,
  portfolios,
  localPortfolios,
}: Organization): string[] {
  return Object.entries(localPortfolios).flatMap(([key, local]) => {
    const where = `localPortfolios.${key}`;
    const source = portfolios[local.from];
    const project = accounts.projects[local.account];
    return [
      ...missing(
        `${where}.account`,
        local.account,
        accounts.projects,
        'accounts.projects',
      ),
      ...missing(`${where}.from`, local.from, portfolios, 'portfolios'),
      ...(source && project && !reaches(source.shares, local.account, project)
        ? [
            `${where}.from: '${local.from}' is not shared with account '${local.account}'`,
          ]
        : []),
      ...(source === undefined
        ? []
        : Object.keys(local.products)
            .filter(product => !(product in source.products))
            .map(
              product =>
                `${where}.products.${product}: portfolio '${local.from}' has no such product`,
            )),
    ];
  });
}

/** Whether a portfolio with these shares is known in a project account. */
function reaches(
  shares: readonly ShareConfig[],
  account: string,
  { organizationalUnit }: Organization['accounts']['projects'][string],
): boolean {
  return shares.some(
    share =>
      'organization' in share ||
      ('account' in share && share.account === account) ||
      ('organizationalUnit' in share &&
        share.organizationalUnit === organizationalUnit),
  );
}

function missing(
  where: string,
  key: string,
  known: object,
  name: string,
): string[] {
  return key in known ? [] : [`${where}: '${key}' is not one of ${name}`];
}
