import { tagOptionById } from '../catalog/lookups';
import { resourceNotFound } from '../errors';
import * as members from '../validation/members';
import { string, structure } from '../validation/shapes';
import { defineOperation } from './Operation';

export const DisassociateTagOptionFromResource = defineOperation({
  name: 'DisassociateTagOptionFromResource',
  input: structure({ ResourceId: string(), TagOptionId: members.tagOptionId }, [
    'ResourceId',
    'TagOptionId',
  ]),
  handle: ({ state }, input) => {
    const { id } = tagOptionById(state, input.TagOptionId);
    const remaining = state.tagOptionAssociations.filter(
      association =>
        association.tagOptionId !== id ||
        association.resourceId !== input.ResourceId,
    );
    if (remaining.length === state.tagOptionAssociations.length) {
      throw resourceNotFound(
        `TagOption ${id} is not associated with ${input.ResourceId}.`,
      );
    }
    state.tagOptionAssociations = remaining;
    return {};
  },
});
