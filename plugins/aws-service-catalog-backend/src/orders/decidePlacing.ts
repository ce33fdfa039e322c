import { NotFoundError } from '@backstage/errors';
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
    'kind' | 'target' | 'owner' | 'product' | 'provisionedProduct' | 'content'
  >,
  facts: PlacingFacts,
): Promise<OrderActionDecision> {
  const { target, owner, product, provisionedProduct } = order;
  const action = changeOf(order);
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
