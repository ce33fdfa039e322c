/**
 * The custom resource that waits until a portfolio share has reached everybody, for CDK's provider framework: that asks
 * `isComplete` again and again until it says yes, throws, or time is up.
 */
import {
  DescribePortfolioShareStatusCommand,
  ServiceCatalogClient,
} from '@aws-sdk/client-service-catalog';

/** There is nothing to begin: the share is made before. A new token means a new wait, not a new resource. */
export async function onEvent(event) {
  return {
    PhysicalResourceId:
      event.PhysicalResourceId ?? `wait-${event.LogicalResourceId}`,
  };
}

/**
 * Whether the share has come to an end.
 *
 * @throws Error naming the accounts that the share did not reach
 */
export async function isComplete(event, _context, client = newClient()) {
  const token = event.ResourceProperties.PortfolioShareToken;
  // AWS gives no token for what it has shared at once, and forgets tokens of shares that are gone.
  if (event.RequestType === 'Delete' || !token) {
    return { IsComplete: true };
  }
  const { Status, ShareDetails } = await client.send(
    new DescribePortfolioShareStatusCommand({ PortfolioShareToken: token }),
  );
  if (Status === 'COMPLETED_WITH_ERRORS' || Status === 'ERROR') {
    throw new Error(
      `The portfolio share ended as ${Status}: ${explain(ShareDetails)}`,
    );
  }
  return { IsComplete: Status === 'COMPLETED' };
}

function explain({ ShareErrors = [] } = {}) {
  return ShareErrors.length === 0
    ? 'AWS does not say why'
    : ShareErrors.map(
        ({ Accounts = [], Error: code, Message }) =>
          `${Accounts.join(', ')}: ${Message ?? code}`,
      ).join('; ');
}

let shared;

function newClient() {
  shared ??= new ServiceCatalogClient({});
  return shared;
}
