export { scheduleHints } from './hints';
export { createSyncRequest, scheduleSyncs } from './scheduleSyncs';
export { TargetSync } from './TargetSync';
