import { visibleConstraintById } from '../catalog/lookups';
import { constraintDetail, creationStatus } from '../catalog/views';
import * as members from '../validation/members';
import { structure } from '../validation/shapes';
import { defineOperation } from './Operation';

export const DescribeConstraint = defineOperation({
  name: 'DescribeConstraint',
  input: structure({ AcceptLanguage: members.acceptLanguage, Id: members.id }, [
    'Id',
  ]),
  handle: ({ state, now }, input) => {
    const constraint = visibleConstraintById(state, input.Id);
    return {
      ConstraintDetail: constraintDetail(constraint),
      ConstraintParameters: constraint.parameters,
      Status: creationStatus(constraint.createdTime, now),
    };
  },
});
