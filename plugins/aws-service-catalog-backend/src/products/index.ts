export { EntityOrderings, type EntityDecision } from './EntityOrderings';
export { LaunchForms, type ReadLaunchForm } from './LaunchForms';
export {
  LaunchResolver,
  type ChoiceFields,
  type LaunchChoice,
  type ResolvedLaunch,
} from './LaunchResolver';
export { type StoredProduct } from './ProductStore';
export { parseLaunchForm, type LaunchFormContent } from './parseLaunchForm';
export { createProductsRouter } from './router';
export { ProductStore } from './ProductStore';
export { ProductsService } from './ProductsService';
export { refreshProduct, syncProducts } from './syncProducts';
