export { createSyncRequest, scheduleSyncs } from './scheduleSyncs';
export { TargetSync } from './TargetSync';
