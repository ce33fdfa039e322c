import {
  DescribePortfolioSharesCommand,
  ListPortfoliosCommand,
} from '@aws-sdk/client-service-catalog';
import { CallOptions } from './AwsService';
import { AwsTarget } from './AwsTarget';

/** A portfolio of an account's own. */
export type AwsPortfolio = { id: string; name: string };

/** An account that a portfolio is shared with. */
export type AwsAccountShare = { accountId: string; accepted: boolean };

/**
 * The first hundred portfolios that belong to the account itself: one call.
 *
 * AWS API: `ListPortfolios`.
 *
 * @throws AwsCallError
 */
export async function listOwnPortfolios(
  target: AwsTarget,
  options?: CallOptions,
): Promise<AwsPortfolio[]> {
  const answer = await target.read(
    'ListPortfolios',
    new ListPortfoliosCommand({ PageSize: 100 }),
    options,
  );
  return (answer.PortfolioDetails ?? []).map(({ Id, DisplayName }) => ({
    id: Id ?? '',
    name: DisplayName ?? '',
  }));
}

/**
 * The first hundred accounts that a portfolio is shared with one by one: one call.
 *
 * AWS API: `DescribePortfolioShares` of type ACCOUNT.
 *
 * @throws AwsCallError
 */
export async function listAccountShares(
  target: AwsTarget,
  portfolioId: string,
  options?: CallOptions,
): Promise<AwsAccountShare[]> {
  const answer = await target.read(
    'DescribePortfolioShares',
    new DescribePortfolioSharesCommand({
      PortfolioId: portfolioId,
      Type: 'ACCOUNT',
      PageSize: 100,
    }),
    options,
  );
  return (answer.PortfolioShareDetails ?? []).map(
    ({ PrincipalId, Accepted }) => ({
      accountId: PrincipalId ?? '',
      accepted: Accepted ?? false,
    }),
  );
}
