import type { ServiceCatalogClient } from '@aws-sdk/client-service-catalog';

/** What CDK's provider framework sends. */
export interface WaitEvent {
  RequestType: string;
  LogicalResourceId: string;
  PhysicalResourceId?: string;
  ResourceProperties: { PortfolioShareToken?: string };
}

export function onEvent(
  event: WaitEvent,
): Promise<{ PhysicalResourceId: string }>;

export function isComplete(
  event: WaitEvent,
  context: object,
  client?: ServiceCatalogClient,
): Promise<{ IsComplete: boolean }>;
