import { tagOptionById } from '../catalog/lookups';
import { resourceInUse } from '../errors';
import * as members from '../validation/members';
import { structure } from '../validation/shapes';
import { defineOperation } from './Operation';

export const DeleteTagOption = defineOperation({
  name: 'DeleteTagOption',
  input: structure({ Id: members.tagOptionId }, ['Id']),
  handle: ({ state }, input) => {
    const { id } = tagOptionById(state, input.Id);
    if (
      state.tagOptionAssociations.some(({ tagOptionId }) => tagOptionId === id)
    ) {
      throw resourceInUse(
        `TagOption ${id} cannot be deleted: it is associated with resources.`,
      );
    }
    state.tagOptions.delete(id);
    return {};
  },
});
