export { EntityOrderings, type EntityDecision } from './EntityOrderings';
export { LaunchForms, type ReadLaunchForm } from './LaunchForms';
export {
  LaunchResolver,
  type ChoiceFields,
  type LaunchChoice,
  type ResolvedLaunch,
} from './LaunchResolver';
export { type StoredProduct } from './ProductStore';
export { type LaunchFormContent } from './parseLaunchForm';
export { createProductsRouter } from './router';
export { ProductStore } from './ProductStore';
export { ProductsService } from './ProductsService';
export { syncProducts } from './syncProducts';
