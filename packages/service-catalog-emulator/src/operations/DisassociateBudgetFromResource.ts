import { resourceNotFound } from '../errors';
import * as members from '../validation/members';
import { structure } from '../validation/shapes';
import { defineOperation } from './Operation';

export const DisassociateBudgetFromResource = defineOperation({
  name: 'DisassociateBudgetFromResource',
  input: structure({ BudgetName: members.budgetName, ResourceId: members.id }, [
    'BudgetName',
    'ResourceId',
  ]),
  handle: ({ state }, input) => {
    const remaining = state.budgetAssociations.filter(
      ({ budgetName, resourceId }) =>
        budgetName !== input.BudgetName || resourceId !== input.ResourceId,
    );
    if (remaining.length === state.budgetAssociations.length) {
      throw resourceNotFound(
        `Budget ${input.BudgetName} is not associated with ${input.ResourceId}.`,
      );
    }
    state.budgetAssociations = remaining;
    return {};
  },
});
