import { requireOwnResource } from '../catalog/budgets';
import { duplicateResource, limitExceeded } from '../errors';
import * as members from '../validation/members';
import { structure } from '../validation/shapes';
import { defineOperation } from './Operation';

export const AssociateBudgetWithResource = defineOperation({
  name: 'AssociateBudgetWithResource',
  input: structure({ BudgetName: members.budgetName, ResourceId: members.id }, [
    'BudgetName',
    'ResourceId',
  ]),
  handle: ({ state }, input) => {
    const { BudgetName: budgetName, ResourceId: resourceId } = input;
    requireOwnResource(state, resourceId);
    const existing = state.budgetAssociations.find(
      association => association.resourceId === resourceId,
    );
    if (existing?.budgetName === budgetName) {
      throw duplicateResource(
        `Budget ${budgetName} is already associated with ${resourceId}.`,
      );
    }
    if (existing) {
      throw limitExceeded(
        `Resource ${resourceId} already has the budget ${existing.budgetName}; there can be only one.`,
      );
    }
    state.budgetAssociations.push({ budgetName, resourceId });
    return {};
  },
});
