import { tagOptionById } from '../catalog/lookups';
import { tagOptionDetail } from '../catalog/views';
import * as members from '../validation/members';
import { structure } from '../validation/shapes';
import { defineOperation } from './Operation';

export const DescribeTagOption = defineOperation({
  name: 'DescribeTagOption',
  input: structure({ Id: members.tagOptionId }, ['Id']),
  handle: ({ state }, input) => ({
    TagOptionDetail: tagOptionDetail(tagOptionById(state, input.Id)),
  }),
});
