export { OrganizationId } from './OrganizationId';
export { PortfolioShare } from './PortfolioShare';
export type { OrganizationNode, ShareFlags } from './PortfolioShare';
export { acknowledgeSdkCalls } from './acknowledgeSdkCalls';
