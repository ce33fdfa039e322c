import { constraintById } from '../catalog/lookups';
import * as members from '../validation/members';
import { structure } from '../validation/shapes';
import { defineOperation } from './Operation';

export const DeleteConstraint = defineOperation({
  name: 'DeleteConstraint',
  input: structure({ AcceptLanguage: members.acceptLanguage, Id: members.id }, [
    'Id',
  ]),
  handle: ({ state }, input) => {
    state.constraints.delete(constraintById(state, input.Id).id);
    return {};
  },
});
