import { NotAllowedError, NotFoundError } from '@backstage/errors';
import {
  orderCreatePermission,
  Product,
  ProvisionedProduct,
  TargetAddress,
} from 'backstage-plugin-aws-service-catalog-common';
import { Caller } from '../authorize';
import { PluginConfig } from '../config';
import { ProductsService } from '../products';
import {
  ProvisionedProductAction,
  ProvisionedProductsService,
} from '../provisionedProducts';
import { OrderActionDecision } from './decideOrderAction';
import { changeOf } from './kinds';
import { StoredOrder } from './StoredOrder';

const ONLY_OPERATORS = 'Only the people who run the portal can import a stack.';

/** What these decisions are based on. */
export type PlacingFacts = {
  config: PluginConfig;
  products: ProductsService;
  provisionedProducts: ProvisionedProductsService;
};

/**
 * Decides whether a caller may launch a product for an owner: a member of it, in a target that serves it.
 */
export async function decideLaunch(
  caller: Caller,
  owner: string,
  product: Pick<Product, 'target' | 'id' | 'name'>,
  { products }: Pick<PlacingFacts, 'products'>,
): Promise<OrderActionDecision> {
  const refuse = (reason: string): OrderActionDecision => ({
    allowed: false,
    because: 'permission',
    reason,
  });
  if (!caller.targets.get(product.target)?.includes(owner)) {
    return refuse(
      `Only members of ${owner} that target ${product.target} serves can order it.`,
    );
  }
  return (await products.isAllowed(caller, orderCreatePermission, product))
    ? { allowed: true }
    : refuse(`You are not allowed to order ${product.name}.`);
}

/**
 * Makes sure that the caller may import at all: a stack may be anybody's.
 *
 * @throws NotAllowedError unless the caller is an operator
 */
export function assertOperator(caller: Caller): void {
  if (!caller.isOperator) {
    throw new NotAllowedError(ONLY_OPERATORS);
  }
}

/**
 * Decides whether a caller may import a stack for an owner: an operator, for anybody whom the target serves.
 */
export async function decideImport(
  caller: Caller,
  owner: string,
  product: Pick<Product, 'target' | 'id' | 'name'>,
  { config, products }: Pick<PlacingFacts, 'config' | 'products'>,
): Promise<OrderActionDecision> {
  const refuse = (reason: string): OrderActionDecision => ({
    allowed: false,
    because: 'permission',
    reason,
  });
  const { target: name } = product;
  const target = config.targets.find(each => each.name === name);
  if (!caller.isOperator) {
    return refuse(ONLY_OPERATORS);
  }
  if (!target?.owners.includes(owner)) {
    return refuse(`Target ${name} does not serve ${owner}.`);
  }
  return (await products.isAllowed(caller, orderCreatePermission, product))
    ? { allowed: true }
    : refuse(`You are not allowed to order ${product.name}.`);
}

/**
 * Decides whether a caller may order a change of a provisioned product now.
 *
 * @throws NotFoundError when there is none, or the caller may not read it
 */
export async function decideChange(
  caller: Caller,
  action: ProvisionedProductAction,
  address: TargetAddress,
  facts: Pick<PlacingFacts, 'config' | 'provisionedProducts'>,
): Promise<{ product: ProvisionedProduct; decision: OrderActionDecision }> {
  const { config, provisionedProducts } = facts;
  const found = await provisionedProducts.getForChange(caller, address, action);
  const { owner } = found.product;
  const target = config.targets.find(({ name }) => name === address.target);
  return !found.decision.allowed || (owner && target?.owners.includes(owner))
    ? found
    : {
        product: found.product,
        decision: {
          allowed: false,
          because: 'permission',
          reason: `Target ${address.target} does not serve ${owner} any more.`,
        },
      };
}

/**
 * Decides whether a caller could place an order like one that is there. It is what a new attempt at it takes, and the same
 * rules as for placing it decide.
 */
export async function decidePlacing(
  caller: Caller,
  order: Pick<
    StoredOrder,
    | 'kind'
    | 'target'
    | 'requester'
    | 'owner'
    | 'product'
    | 'provisionedProduct'
    | 'content'
  >,
  facts: PlacingFacts,
): Promise<OrderActionDecision> {
  const { kind, target, requester, owner, product, provisionedProduct } = order;
  const action = changeOf(order);
  if (
    kind === 'service-action' &&
    !caller.isOperator &&
    caller.userEntityRef !== requester
  ) {
    // An operator may have given values that members may not.
    return {
      allowed: false,
      because: 'permission',
      reason: `Only ${requester}, who ordered it, and the people who run the portal can run it again.`,
    };
  }
  if (kind === 'import') {
    return decideImport(caller, owner, { target, ...product }, facts);
  }
  if (!action) {
    return decideLaunch(caller, owner, { target, ...product }, facts);
  }
  try {
    const address = { target, id: provisionedProduct.id ?? '' };
    return (await decideChange(caller, action, address, facts)).decision;
  } catch (error) {
    if (error instanceof NotFoundError) {
      return { allowed: false, because: 'state', reason: `${error.message}.` };
    }
    throw error;
  }
}
