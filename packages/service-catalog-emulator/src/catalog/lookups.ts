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

/** The portfolio with that id. */
export function portfolioById(state: AccountState, id: string): Portfolio {
  return found(state.portfolios.get(id), 'Portfolio', id);
}

/** The product with that id. */
export function productById(state: AccountState, id: string): Product {
  return found(state.products.get(id), 'Product', id);
}

/** The constraint with that id. */
export function constraintById(state: AccountState, id: string): Constraint {
  return found(state.constraints.get(id), 'Constraint', id);
}

/** The TagOption with that id. */
export function tagOptionById(state: AccountState, id: string): TagOption {
  return found(state.tagOptions.get(id), 'TagOption', id);
}

/** The version with that id, which must be one of the product. */
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

/** The product that a request names. Names need not be unique: the oldest one wins. */
export function resolveProduct(
  state: AccountState,
  { id, name }: IdOrName,
): Product {
  exactlyOne({ id, name }, 'Product');
  return id !== undefined
    ? productById(state, id)
    : found(
        [...state.products.values()].find(product => product.name === name),
        'Product',
        name!,
      );
}

/** The version that a request names. Names need not be unique: the oldest one wins. */
export function resolveArtifact(
  state: AccountState,
  productId: string,
  { id, name }: IdOrName,
): ProvisioningArtifact {
  exactlyOne({ id, name }, 'ProvisioningArtifact');
  return id !== undefined
    ? artifactById(state, productId, id)
    : found(
        state.artifactsOf(productId).find(artifact => artifact.name === name),
        'Provisioning artifact',
        name!,
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
      ? state.provisionedProductNamed(name!)
      : state.provisionedProducts.get(key);
  return found(product, 'Provisioned product', id ?? name!);
}

/** Constraints on a product within a portfolio, optionally of one type, oldest first. */
export function constraintsOn(
  state: AccountState,
  portfolioId: string,
  productId: string,
  type?: ConstraintType,
): Constraint[] {
  return [...state.constraints.values()].filter(
    constraint =>
      constraint.portfolioId === portfolioId &&
      constraint.productId === productId &&
      (type === undefined || constraint.type === type),
  );
}

function found<T>(value: T | undefined, what: string, id: string): T {
  if (value === undefined) {
    throw resourceNotFound(`${what} ${id} not found.`);
  }
  return value;
}
