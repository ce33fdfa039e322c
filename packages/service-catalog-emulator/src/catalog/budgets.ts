import { Output } from '../context';
import { resourceNotFound } from '../errors';
import { AccountState } from '../state/AccountState';

/** `BudgetDetail` of each budget that the account associated with a portfolio or product. */
export function budgetsOf(state: AccountState, resourceId: string): Output[] {
  return state.budgetAssociations
    .filter(association => association.resourceId === resourceId)
    .map(({ budgetName }) => ({ BudgetName: budgetName }));
}

/** @throws ResourceNotFoundException unless the id is of a portfolio or product of the account */
export function requireOwnResource(
  { portfolios, products }: AccountState,
  id: string,
): void {
  if (!portfolios.has(id) && !products.has(id)) {
    throw resourceNotFound(`Resource ${id} not found.`);
  }
}
