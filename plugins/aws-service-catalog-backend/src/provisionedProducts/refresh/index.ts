export { createRefreshRouter } from './refreshRouter';
export { createRefreshes, type RefreshService } from './createRefreshes';
