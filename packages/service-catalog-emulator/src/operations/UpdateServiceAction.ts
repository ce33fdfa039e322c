import {
  checkDefinition,
  serviceActionById,
  serviceActionDetail,
} from '../serviceActions/serviceActions';
import * as members from '../validation/members';
import { structure } from '../validation/shapes';
import { defineOperation } from './Operation';

export const UpdateServiceAction = defineOperation({
  name: 'UpdateServiceAction',
  input: structure(
    {
      Id: members.id,
      Name: members.serviceActionName,
      Definition: members.serviceActionDefinition,
      Description: members.serviceActionDescription,
      AcceptLanguage: members.acceptLanguage,
    },
    ['Id'],
  ),
  handle: ({ state }, input) => {
    const action = serviceActionById(state, input.Id);
    if (input.Definition) {
      checkDefinition(input.Definition);
    }
    action.name = input.Name ?? action.name;
    action.description = input.Description ?? action.description;
    action.definition = input.Definition ?? action.definition;
    return { ServiceActionDetail: serviceActionDetail(action) };
  },
});
