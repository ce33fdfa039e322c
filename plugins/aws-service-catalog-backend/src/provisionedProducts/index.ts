export {
  type ActionDecision,
  isForOperators,
  type ProvisionedProductAction,
} from './decideAction';
export { type CostLinks } from './CostLinks';
export { type EntityFilter, findEntityFilter } from './entityFilter';
export { InventoryRefresher, type KnownParts } from './InventoryRefresher';
export { InventoryStore, type OwnerAssignment } from './InventoryStore';
export { type LeaseViews } from './LeaseViews';
export { nothingSecret, type OrderLinks } from './OrderLinks';
export { ProvisionedProductsService } from './ProvisionedProductsService';
export {
  type ProvisionedProductField,
  ProvisionedProductStore,
  type StoredProvisionedProduct,
} from './ProvisionedProductStore';
export { createOwners, createOwnersRouter, OwnerDirectory } from './owners';
export { findLostLaunchRole, LOST_LAUNCH_ROLE_ADVICE } from './lostLaunchRole';
export { createPrincipalsRouter, PrincipalsService } from './principals';
export { createRefreshes, createRefreshRouter } from './refresh';
export { createProvisionedProductsRouter } from './router';
export { createStacksRouter, StackReads, StacksService } from './stacks';
export { createServiceActionsRouter, ServiceActions } from './serviceActions';
export { syncProvisionedProducts } from './syncProvisionedProducts';
