export { ServiceActions } from './ServiceActions';
export { createServiceActionsRouter } from './serviceActionsRouter';
