export { createTargetsRouter } from './router';
export {
  SyncStateStore,
  type Freshness,
  type Inventory,
} from './SyncStateStore';
export { TargetsService, type CopiesHealth } from './TargetsService';
