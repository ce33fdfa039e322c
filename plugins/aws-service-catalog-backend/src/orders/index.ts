export { createOrderLinks } from './createOrderLinks';
export { createOrders } from './createOrders';
export { createOrdersRouter } from './ordersRouter';
export { createWake, scheduleOrders } from './scheduleOrders';
export { stepBoundaryServiceRef } from './stepBoundaryService';
