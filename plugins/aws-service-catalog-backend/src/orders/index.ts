export { createOrderLinks } from './createOrderLinks';
export { createOrders } from './createOrders';
export type { OrderFigures, OutboxFigures } from './OrderStatistics';
export { findPermissionOrder } from './findPermissionOrder';
export type { LeasedLaunch, OrderLeases, RenewalQuote } from './OrderLeases';
export { fromOrderRow, type OrderRow } from './orderRows';
export { toPlainText } from './outbox/notificationRules';
export { OrderAudience } from './outbox/OrderAudience';
export { type OutboxChannel, OutboxDeliverer } from './outbox/OutboxDeliverer';
export { addToOutbox, type Outbox, type OutboxRow } from './outbox/OutboxStore';
export { listOrderStates, PortalOrders } from './PortalOrders';
export type { StoredOrder } from './StoredOrder';
export { createOrdersRouter } from './ordersRouter';
export { createSecretsRouter } from './secrets/secretsRouter';
export { createWake, scheduleOrders } from './scheduleOrders';
export { readPauses } from './TargetClaims';
export { schedulePlanSweeps } from './plans/PlanSweeper';
export { createUpdatesRouter } from './updatesRouter';
export {
  type StepBoundaryService,
  stepBoundaryServiceRef,
} from './stepBoundaryService';
