import { resourceNotFound } from '../errors';
import * as members from '../validation/members';
import { structure } from '../validation/shapes';
import { defineOperation } from './Operation';

export const DescribeCopyProductStatus = defineOperation({
  name: 'DescribeCopyProductStatus',
  input: structure(
    { AcceptLanguage: members.acceptLanguage, CopyProductToken: members.id },
    ['CopyProductToken'],
  ),
  handle: ({ state }, input) => {
    const copy = state.copies.get(input.CopyProductToken);
    if (!copy) {
      throw resourceNotFound(
        `Copy operation ${input.CopyProductToken} not found.`,
      );
    }
    return copy.settled
      ? {
          CopyProductStatus: 'SUCCEEDED',
          TargetProductId: copy.targetProductId,
        }
      : { CopyProductStatus: 'IN_PROGRESS' };
  },
});
