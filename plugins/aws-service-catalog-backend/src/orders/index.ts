export { createOrderLinks } from './createOrderLinks';
export { createOrders } from './createOrders';
export type { OrderFigures } from './OrderStatistics';
export { findPermissionOrder } from './findPermissionOrder';
export { createOrdersRouter } from './ordersRouter';
export { createSecretsRouter } from './secrets/secretsRouter';
export { createWake, scheduleOrders } from './scheduleOrders';
export { readPauses } from './TargetClaims';
export { stepBoundaryServiceRef } from './stepBoundaryService';
