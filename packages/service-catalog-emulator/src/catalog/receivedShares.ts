import { resourceNotFound } from '../errors';
import { AccountState } from '../state/AccountState';
import { PortfolioShare } from '../state/SharingState';
import { sharesFor } from './sharing';

/**
 * The shares that a recipient accepts or rejects: without a type those between accounts. The type
 * `AWS_SERVICECATALOG` has none.
 *
 * @throws ResourceNotFoundException when the portfolio is not shared with the account in that way
 */
export function receivedShares(
  state: AccountState,
  {
    PortfolioId,
    PortfolioShareType = 'IMPORTED',
  }: { PortfolioId: string; PortfolioShareType?: string },
): PortfolioShare[] {
  const shares = sharesFor(state)
    .map(({ share }) => share)
    .filter(
      ({ portfolioId, type }) =>
        portfolioId === PortfolioId &&
        PortfolioShareType ===
          (type === 'ACCOUNT' ? 'IMPORTED' : 'AWS_ORGANIZATIONS'),
    );
  if (shares.length === 0) {
    throw resourceNotFound(`Portfolio ${PortfolioId} not found.`);
  }
  return shares;
}
