import {
  serviceActionById,
  serviceActionDetail,
} from '../serviceActions/serviceActions';
import * as members from '../validation/members';
import { structure } from '../validation/shapes';
import { defineOperation } from './Operation';

export const DescribeServiceAction = defineOperation({
  name: 'DescribeServiceAction',
  input: structure({ Id: members.id, AcceptLanguage: members.acceptLanguage }, [
    'Id',
  ]),
  handle: ({ state }, input) => ({
    ServiceActionDetail: serviceActionDetail(
      serviceActionById(state, input.Id),
    ),
  }),
});
