import { budgetsOf } from '../catalog/budgets';
import { productById } from '../catalog/lookups';
import { resourceInUse } from '../errors';
import * as members from '../validation/members';
import { structure } from '../validation/shapes';
import { defineOperation } from './Operation';

export const DeleteProduct = defineOperation({
  name: 'DeleteProduct',
  input: structure({ AcceptLanguage: members.acceptLanguage, Id: members.id }, [
    'Id',
  ]),
  handle: ({ state }, input) => {
    const { id } = productById(state, input.Id);
    const portfolios = state.productAssociations
      .filter(({ productId }) => productId === id)
      .map(({ portfolioId }) => portfolioId);
    if (portfolios.length > 0) {
      throw resourceInUse(
        `Product ${id} cannot be deleted: it is associated with ${portfolios.join(
          ', ',
        )}.`,
      );
    }
    if (budgetsOf(state, id).length > 0) {
      throw resourceInUse(
        `Product ${id} cannot be deleted: it still has a budget.`,
      );
    }
    state.products.delete(id);
    state.artifacts
      .withKey(id)
      .forEach(artifact => state.artifacts.delete(artifact.id));
    state.tagOptionAssociations = state.tagOptionAssociations.filter(
      ({ resourceId }) => resourceId !== id,
    );
    return {};
  },
});
