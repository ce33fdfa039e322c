import { resourceInUse } from '../errors';
import { serviceActionById } from '../serviceActions/serviceActions';
import * as members from '../validation/members';
import { structure } from '../validation/shapes';
import { defineOperation } from './Operation';

export const DeleteServiceAction = defineOperation({
  name: 'DeleteServiceAction',
  input: structure(
    {
      Id: members.id,
      AcceptLanguage: members.acceptLanguage,
      IdempotencyToken: members.idempotencyToken,
    },
    ['Id'],
  ),
  idempotencyToken: { member: 'IdempotencyToken' },
  handle: ({ state }, input) => {
    const { id } = serviceActionById(state, input.Id);
    if (
      state.serviceActionAssociations.some(
        ({ serviceActionId }) => serviceActionId === id,
      )
    ) {
      throw resourceInUse(
        `Service action ${id} cannot be deleted: it is associated with provisioning artifacts.`,
      );
    }
    state.serviceActions.delete(id);
    return {};
  },
});
