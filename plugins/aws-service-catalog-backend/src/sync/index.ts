export { scheduleSyncs } from './scheduleSyncs';
export { TargetSync } from './TargetSync';
