import { invalidParameters, resourceNotFound } from '../errors';
import { AccountState } from '../state/AccountState';
import {
  Constraint,
  ConstraintType,
  Portfolio,
  Product,
  ProvisionedProduct,
  ProvisioningArtifact,
  TagOption,
} from '../state/entities';
import {
  importedPortfolio,
  importedPortfolios,
  ownerOfPortfolio,
  ownerOfProduct,
  placements,
  sourceOf,
  versionsOf,
} from './sharing';

/** The account's own portfolio with that id. */
export function portfolioById(state: AccountState, id: string): Portfolio {
  return found(state.portfolios.get(id), 'Portfolio', id);
}

/** The portfolio with that id, the account's own or an imported one, and whose it is. */
export function visiblePortfolioById(
  state: AccountState,
  id: string,
): { portfolio: Portfolio; owner: AccountState } {
  const owner = ownerOfPortfolio(state, id);
  const portfolio = found(owner?.portfolios.get(id), 'Portfolio', id);
  return { portfolio, owner: owner! };
}

/** The product with that id, the account's own or one shared with it, and whose it is. */
export function visibleProductById(
  state: AccountState,
  id: string,
): { product: Product; owner: AccountState } {
  const owner = ownerOfProduct(state, id);
  const product = found(owner?.products.get(id), 'Product', id);
  return { product, owner: owner! };
}

/** The account's own product with that id. */
export function productById(state: AccountState, id: string): Product {
  return found(state.products.get(id), 'Product', id);
}

/** The account's own constraint with that id. */
export function constraintById(state: AccountState, id: string): Constraint {
  return found(state.constraints.get(id), 'Constraint', id);
}

/** The constraint with that id, the account's own or one on a portfolio that it imported. */
export function visibleConstraintById(
  state: AccountState,
  id: string,
): Constraint {
  const shared = [...importedPortfolios(state).values()]
    .map(({ owner, portfolio }) => {
      const constraint = owner.constraints.get(id);
      return constraint?.portfolioId === portfolio.id ? constraint : undefined;
    })
    .find(constraint => constraint !== undefined);
  return found(state.constraints.get(id) ?? shared, 'Constraint', id);
}

/** The TagOption with that id. */
export function tagOptionById(state: AccountState, id: string): TagOption {
  return found(state.tagOptions.get(id), 'TagOption', id);
}

/** The version with that id, which must be one of the account's own product. */
export function artifactById(
  state: AccountState,
  productId: string,
  id: string,
): ProvisioningArtifact {
  const artifact = state.artifacts.get(id);
  return found(
    artifact?.productId === productId ? artifact : undefined,
    'Provisioning artifact',
    id,
  );
}

/** What a request names a thing by: its id or its name. */
export interface IdOrName {
  id?: string;
  name?: string;
}

/**
 * Insists on exactly one of id and name.
 *
 * @param what - what the members' names begin with, such as `Product`; empty for Id and Name
 */
export function exactlyOne({ id, name }: IdOrName, what: string): void {
  if ((id === undefined) === (name === undefined)) {
    throw invalidParameters(
      `Exactly one of ${what}Id and ${what}Name must be specified.`,
    );
  }
}

/** The product that a request names by members called just Id and Name. */
export function describedProduct(
  state: AccountState,
  { Id, Name }: { Id?: string; Name?: string },
): Product {
  exactlyOne({ id: Id, name: Name }, '');
  return resolveProduct(state, { id: Id, name: Name });
}

/**
 * The product that a request names, the account's own or one shared with it. Names need not be
 * unique: the oldest one of the account wins.
 */
export function resolveProduct(
  state: AccountState,
  { id, name }: IdOrName,
): Product {
  exactlyOne({ id, name }, 'Product');
  return id !== undefined
    ? visibleProductById(state, id).product
    : found(
        [...state.products.values()].find(product => product.name === name) ??
          placements(state).find(({ product }) => product.name === name)
            ?.product,
        'Product',
        name!,
      );
}

/** The version that a request names, of a shared product too. Names need not be unique: the oldest one wins. */
export function resolveArtifact(
  state: AccountState,
  productId: string,
  { id, name }: IdOrName,
): ProvisioningArtifact {
  exactlyOne({ id, name }, 'ProvisioningArtifact');
  return found(
    versionsOf(state, productId).find(artifact =>
      id !== undefined ? artifact.id === id : artifact.name === name,
    ),
    'Provisioning artifact',
    id ?? name!,
  );
}

/**
 * The provisioned product that a request names by id, by name or by ARN.
 *
 * @param what - what the members' names begin with
 */
export function resolveProvisionedProduct(
  state: AccountState,
  { id, name }: IdOrName,
  what: string = 'ProvisionedProduct',
): ProvisionedProduct {
  exactlyOne({ id, name }, what);
  const idInArn = name?.startsWith('arn:') ? name.split('/').pop() : undefined;
  const key = id ?? idInArn;
  const product =
    key === undefined
      ? state.provisionedProducts.named(name!)
      : state.provisionedProducts.get(key);
  return found(product, 'Provisioned product', id ?? name!);
}

/** Constraints that the account itself put on a product within a portfolio, oldest first. */
export function ownConstraintsOn(
  state: AccountState,
  portfolioId: string,
  productId: string,
): Constraint[] {
  return state.constraints
    .withKey(productId)
    .filter(constraint => constraint.portfolioId === portfolioId);
}

/**
 * Constraints that hold for a product within a portfolio, optionally of one type. An imported
 * portfolio has those of its owner. A shared product in one of the account's own portfolios brings
 * its constraints along: those of which there can be only one give way to the portfolio's own.
 */
export function constraintsOn(
  state: AccountState,
  portfolioId: string,
  productId: string,
  type?: ConstraintType,
): Constraint[] {
  const imported = importedPortfolio(state, portfolioId);
  const own = ownConstraintsOn(
    imported?.owner ?? state,
    portfolioId,
    productId,
  );
  const source = imported ? undefined : sourceOf(state, portfolioId, productId);
  const inherited = source
    ? ownConstraintsOn(source.owner, source.portfolio.id, productId)
    : [];
  return [
    ...inherited.filter(({ type: other }) => !isOverridden(other, own)),
    ...own,
  ].filter(constraint => type === undefined || constraint.type === type);
}

/** Types that give way, and the types that they give way to. */
const OVERRIDDEN_BY: { [T in ConstraintType]?: ConstraintType[] } = {
  LAUNCH: ['LAUNCH', 'STACKSET'],
  STACKSET: ['LAUNCH', 'STACKSET'],
  RESOURCE_UPDATE: ['RESOURCE_UPDATE'],
};

function isOverridden(type: ConstraintType, own: Constraint[]): boolean {
  return own.some(other => OVERRIDDEN_BY[type]?.includes(other.type) === true);
}

function found<T>(value: T | undefined, what: string, id: string): T {
  if (value === undefined) {
    throw resourceNotFound(`${what} ${id} not found.`);
  }
  return value;
}
