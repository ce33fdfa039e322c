import { limitExceeded } from '../errors';
import {
  checkDefinition,
  serviceActionDetail,
} from '../serviceActions/serviceActions';
import { ServiceAction } from '../state/entities';
import * as members from '../validation/members';
import { enumeration, structure } from '../validation/shapes';
import { defineOperation } from './Operation';

/** https://docs.aws.amazon.com/servicecatalog/latest/adminguide/limits.html */
const MAX_ACTIONS = 200;

export const CreateServiceAction = defineOperation({
  name: 'CreateServiceAction',
  input: structure(
    {
      Name: members.serviceActionName,
      DefinitionType: enumeration(['SSM_AUTOMATION']),
      Definition: members.serviceActionDefinition,
      Description: members.serviceActionDescription,
      AcceptLanguage: members.acceptLanguage,
      IdempotencyToken: members.idempotencyToken,
    },
    ['Name', 'DefinitionType', 'Definition', 'IdempotencyToken'],
  ),
  idempotencyToken: { member: 'IdempotencyToken' },
  handle: ({ state, newId }, input) => {
    checkDefinition(input.Definition);
    if (state.serviceActions.size >= MAX_ACTIONS) {
      throw limitExceeded(
        `An account can have at most ${MAX_ACTIONS} service actions per Region.`,
      );
    }
    const action: ServiceAction = {
      id: newId('act'),
      name: input.Name,
      description: input.Description ?? '',
      definitionType: input.DefinitionType,
      definition: input.Definition,
    };
    state.serviceActions.set(action.id, action);
    return { ServiceActionDetail: serviceActionDetail(action) };
  },
});
