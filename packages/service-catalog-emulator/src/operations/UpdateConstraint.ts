import { checkConstraint, checkLocalRole } from '../catalog/constraints';
import { constraintById } from '../catalog/lookups';
import { constraintDetail, creationStatus } from '../catalog/views';
import * as members from '../validation/members';
import { string, structure } from '../validation/shapes';
import { defineOperation } from './Operation';

export const UpdateConstraint = defineOperation({
  name: 'UpdateConstraint',
  input: structure(
    {
      AcceptLanguage: members.acceptLanguage,
      Id: members.id,
      Description: members.constraintDescription,
      Parameters: string(),
    },
    ['Id'],
  ),
  handle: ({ state, world, now }, input) => {
    const constraint = constraintById(state, input.Id);
    if (input.Parameters !== undefined) {
      checkConstraint(constraint.type, input.Parameters);
      checkLocalRole(world, state.accountId, constraint.type, input.Parameters);
      constraint.parameters = input.Parameters;
    }
    constraint.description = input.Description ?? constraint.description;
    return {
      ConstraintDetail: constraintDetail(constraint),
      ConstraintParameters: constraint.parameters,
      Status: creationStatus(constraint.createdTime, now),
    };
  },
});
