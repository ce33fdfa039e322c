import { AccountState } from '../state/AccountState';
import {
  Portfolio,
  Product,
  ProductAssociation,
  ProvisioningArtifact,
} from '../state/entities';
import { PortfolioShare } from '../state/SharingState';

/** How a portfolio came into an account: accepted from another one, or through the organisation. */
export type ImportType = 'IMPORTED' | 'AWS_ORGANIZATIONS';

/** A portfolio as its owner has it, seen from an account that it is shared with. */
export interface ImportedPortfolio {
  portfolio: Portfolio;
  owner: AccountState;
  shareTagOptions: boolean;
  sharePrincipals: boolean;
  types: Set<ImportType>;
}

/** Whether a share means the account, imported or not. */
export function reaches(
  share: PortfolioShare,
  owner: AccountState,
  { accountId, surroundings }: AccountState,
): boolean {
  if (!share.available || owner.accountId === accountId) {
    return false;
  }
  if (share.type === 'ACCOUNT') {
    return share.principalId === accountId;
  }
  const { organization } = surroundings;
  // Shares with nodes last as long as their owner administers Service Catalog.
  return (
    organization !== undefined &&
    organization.isAdministrator(owner.accountId) &&
    organization.isUnder(accountId, share.principalId)
  );
}

/** Whether the account that a share reaches has it among its portfolios. */
function isImported(
  share: PortfolioShare,
  { accountId }: AccountState,
): boolean {
  return share.type === 'ACCOUNT'
    ? share.accepted
    : !share.hiddenFrom.includes(accountId);
}

/** Every share of other accounts that reaches this one, with the account that gives it. */
export function sharesFor(
  state: AccountState,
): { share: PortfolioShare; owner: AccountState }[] {
  const { surroundings, region } = state;
  return [...surroundings.accountsIn(region)].flatMap(owner =>
    owner.sharing
      .list()
      .filter(share => reaches(share, owner, state))
      .map(share => ({ share, owner })),
  );
}

/** Portfolios of other accounts that this one has imported, by id. */
export function importedPortfolios(
  state: AccountState,
): Map<string, ImportedPortfolio> {
  const imported = new Map<string, ImportedPortfolio>();
  for (const { share, owner } of sharesFor(state)) {
    const portfolio = owner.portfolios.get(share.portfolioId);
    if (!portfolio || !isImported(share, state)) {
      continue;
    }
    const before = imported.get(portfolio.id);
    imported.set(portfolio.id, {
      portfolio,
      owner,
      shareTagOptions:
        share.shareTagOptions || before?.shareTagOptions === true,
      sharePrincipals:
        share.sharePrincipals || before?.sharePrincipals === true,
      types: new Set([
        ...(before?.types ?? []),
        share.type === 'ACCOUNT' ? 'IMPORTED' : 'AWS_ORGANIZATIONS',
      ]),
    });
  }
  return imported;
}

/** A portfolio of another account that this one has imported. */
export function importedPortfolio(
  state: AccountState,
  portfolioId: string,
): ImportedPortfolio | undefined {
  return importedPortfolios(state).get(portfolioId);
}

/** The account that a portfolio belongs to, when it is this one's or was imported by it. */
export function ownerOfPortfolio(
  state: AccountState,
  portfolioId: string,
): AccountState | undefined {
  return state.portfolios.has(portfolioId)
    ? state
    : importedPortfolio(state, portfolioId)?.owner;
}

/** The account that a product belongs to, when it is this one's or in a portfolio it imported. */
export function ownerOfProduct(
  state: AccountState,
  productId: string,
): AccountState | undefined {
  if (state.products.has(productId)) {
    return state;
  }
  return [...importedPortfolios(state).values()].find(imported =>
    holds(imported, productId),
  )?.owner;
}

/** Whether a product is in an imported portfolio. */
export function holds(
  { owner, portfolio }: ImportedPortfolio,
  productId: string,
): boolean {
  return owner
    .associationsOf(productId)
    .some(({ portfolioId }) => portfolioId === portfolio.id);
}

/** Versions of a product that belongs to the account or is shared with it, as far as seen, oldest first. */
export function versionsOf(
  state: AccountState,
  productId: string,
): ProvisioningArtifact[] {
  const owner = ownerOfProduct(state, productId);
  return owner?.artifacts.withKey(productId).filter(owner.isSeen) ?? [];
}

/** A product in a portfolio, and how the account comes by both. */
export interface Placement {
  association: ProductAssociation;
  portfolio: Portfolio;
  /** Account that the portfolio belongs to. */
  portfolioOwner: AccountState;
  product: Product;
  /** Account that the product belongs to. */
  productOwner: AccountState;
  /** The imported portfolio that the product comes from. */
  source?: ImportedPortfolio;
}

/**
 * Where products are, as far as the account is concerned: in its own portfolios, where shared
 * products may have been put too, and in those it imported. What is not shared any more is nowhere.
 *
 * @param ofProduct - only where that product is
 */
export function placements(
  state: AccountState,
  ofProduct?: string,
): Placement[] {
  const imported = importedPortfolios(state);
  const found: Placement[] = [];
  const associationsIn = (account: AccountState) =>
    ofProduct === undefined
      ? account.productAssociations
      : account.associationsOf(ofProduct);
  for (const association of associationsIn(state)) {
    const portfolio = state.portfolios.get(association.portfolioId);
    const { productId, sourcePortfolioId } = association;
    const source =
      sourcePortfolioId === undefined
        ? undefined
        : imported.get(sourcePortfolioId);
    const productOwner =
      sourcePortfolioId === undefined ? state : source?.owner;
    const product = productOwner?.products.get(productId);
    if (
      portfolio &&
      product &&
      productOwner &&
      (!source || holds(source, productId))
    ) {
      found.push({
        association,
        portfolio,
        portfolioOwner: state,
        product,
        productOwner,
        source,
      });
    }
  }
  for (const source of imported.values()) {
    const { portfolio, owner } = source;
    for (const association of associationsIn(owner)) {
      const product = owner.products.get(association.productId);
      if (association.portfolioId === portfolio.id && product) {
        found.push({
          association,
          portfolio,
          portfolioOwner: owner,
          product,
          productOwner: owner,
          source,
        });
      }
    }
  }
  return found;
}

/** The imported portfolio that a product in one of the account's own portfolios comes from. */
export function sourceOf(
  state: AccountState,
  portfolioId: string,
  productId: string,
): ImportedPortfolio | undefined {
  const sourceId = state
    .associationsOf(productId)
    .find(
      association => association.portfolioId === portfolioId,
    )?.sourcePortfolioId;
  return sourceId === undefined
    ? undefined
    : importedPortfolio(state, sourceId);
}
