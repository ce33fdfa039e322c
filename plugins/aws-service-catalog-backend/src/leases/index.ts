export { createLeaseBook, createLeases } from './createLeases';
export { createLeasesRouter } from './leasesRouter';
export type { LeaseFigures } from './LeaseStatistics';
export { createLeaseWake, scheduleLeases } from './scheduleLeases';
