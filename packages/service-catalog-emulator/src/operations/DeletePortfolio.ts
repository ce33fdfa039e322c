import { budgetsOf } from '../catalog/budgets';
import { portfolioById } from '../catalog/lookups';
import { resourceInUse } from '../errors';
import * as members from '../validation/members';
import { structure } from '../validation/shapes';
import { defineOperation } from './Operation';

export const DeletePortfolio = defineOperation({
  name: 'DeletePortfolio',
  input: structure({ AcceptLanguage: members.acceptLanguage, Id: members.id }, [
    'Id',
  ]),
  handle: ({ state }, input) => {
    const { id } = portfolioById(state, input.Id);
    const inIt = (thing: { portfolioId: string }) => thing.portfolioId === id;
    const inUse = [
      ['constraints', [...state.constraints.values()].some(inIt)],
      ['principals', state.principalAssociations.some(inIt)],
      ['products', state.productAssociations.some(inIt)],
      ['shares', state.sharing.of(id).length > 0],
      ['budgets', budgetsOf(state, id).length > 0],
    ]
      .filter(([, used]) => used)
      .map(([what]) => what);
    if (inUse.length > 0) {
      throw resourceInUse(
        `Portfolio ${id} cannot be deleted: it still has ${inUse.join(', ')}.`,
      );
    }
    state.portfolios.delete(id);
    state.tagOptionAssociations = state.tagOptionAssociations.filter(
      association => association.resourceId !== id,
    );
    return {};
  },
});
