import { invalidParameters, resourceNotFound } from '../errors';
import { AccountState } from '../state/AccountState';
import { Portfolio } from '../state/entities';
import { Caller, isMeant } from './Caller';
import { importedPortfolios, placements } from './sharing';

/** One way to launch a product: through a portfolio that the caller may use. */
export interface LaunchPath {
  id: string;
  productId: string;
  portfolio: Portfolio;
}

/**
 * Portfolios that the caller may launch from, by an association of the account or one shared with
 * the portfolio. Administrators need one too.
 */
export function usablePortfolioIds(
  state: AccountState,
  caller: Caller,
): Set<string> {
  // Of the owner's principals only patterns can mean somebody in another account.
  const shared = [...importedPortfolios(state).values()]
    .filter(({ sharePrincipals }) => sharePrincipals)
    .flatMap(({ owner, portfolio }) =>
      owner.principalAssociations.filter(
        ({ portfolioId, principalType }) =>
          portfolioId === portfolio.id && principalType === 'IAM_PATTERN',
      ),
    );
  return new Set(
    [...state.principalAssociations, ...shared]
      .filter(state.isSeen)
      .filter(association => isMeant(association, caller))
      .map(association => association.portfolioId),
  );
}

/** All launch paths of a product for the caller; none means that the caller cannot see it. */
export function launchPaths(
  state: AccountState,
  caller: Caller,
  productId: string,
): LaunchPath[] {
  const usable = usablePortfolioIds(state, caller);
  return placements(state, productId)
    .filter(
      ({ association, portfolio }) =>
        state.isSeen(association) && usable.has(portfolio.id),
    )
    .map(({ association, portfolio }) => ({
      id: association.pathId,
      productId,
      portfolio,
    }));
}

/** The launch paths of a product for the caller, or AWS's error that there is none. */
export function requireLaunchPaths(
  state: AccountState,
  caller: Caller,
  productId: string,
): LaunchPath[] {
  const paths = launchPaths(state, caller, productId);
  if (paths.length === 0) {
    throw resourceNotFound(`No launch paths found for resource: ${productId}`);
  }
  return paths;
}

/** The launch path a request means: the one it names, or the only one. */
export function resolveLaunchPath(
  state: AccountState,
  caller: Caller,
  productId: string,
  { id, name }: { id?: string; name?: string },
): LaunchPath {
  if (id !== undefined && name !== undefined) {
    throw invalidParameters('Specify either PathId or PathName, not both.');
  }
  const paths = requireLaunchPaths(state, caller, productId);
  if (id === undefined && name === undefined) {
    if (paths.length > 1) {
      throw invalidParameters(
        'More than one launch path ids exist. Please specify the launch path id.',
      );
    }
    return paths[0];
  }
  const path = paths.find(candidate =>
    id !== undefined
      ? candidate.id === id
      : candidate.portfolio.displayName === name,
  );
  if (!path) {
    throw id !== undefined
      ? invalidParameters(`Invalid PathId: ${id}`)
      : invalidParameters(`Invalid PathName: ${name}`);
  }
  return path;
}
