export { DeepPage } from './DeepPage';
export { EntityOrderingNotice } from './EntityOrderingNotice';
export { ErrorPanel } from './ErrorPanel';
export { getErrorFacts, type ErrorFacts } from './errors';
export { RelativeTime } from './RelativeTime';
export { CardsSkeleton, DetailSkeleton, RowsSkeleton } from './Skeletons';
export { StateBadge, type StateBadgeProps } from './StateBadge';
export { TargetFreshness } from './TargetFreshness';
