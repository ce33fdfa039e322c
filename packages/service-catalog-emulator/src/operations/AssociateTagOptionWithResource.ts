import { tagOptionById } from '../catalog/lookups';
import { ownerOfProduct } from '../catalog/sharing';
import { tagOptionsOf } from '../catalog/tagOptions';
import { duplicateResource, limitExceeded, resourceNotFound } from '../errors';
import * as members from '../validation/members';
import { string, structure } from '../validation/shapes';
import { defineOperation } from './Operation';

const MAX_KEYS = 25;

export const AssociateTagOptionWithResource = defineOperation({
  name: 'AssociateTagOptionWithResource',
  input: structure({ ResourceId: string(), TagOptionId: members.tagOptionId }, [
    'ResourceId',
    'TagOptionId',
  ]),
  handle: ({ state }, input) => {
    const { ResourceId: resourceId, TagOptionId: tagOptionId } = input;
    const option = tagOptionById(state, tagOptionId);
    if (
      !state.portfolios.has(resourceId) &&
      !ownerOfProduct(state, resourceId)
    ) {
      throw resourceNotFound(`Resource ${resourceId} not found.`);
    }
    const others = tagOptionsOf(state, resourceId);
    if (others.includes(option)) {
      throw duplicateResource(
        `TagOption ${tagOptionId} is already associated with ${resourceId}.`,
      );
    }
    const keys = new Set([...others.map(({ key }) => key), option.key]);
    if (keys.size > MAX_KEYS) {
      throw limitExceeded(
        `A resource can have at most ${MAX_KEYS} TagOption keys.`,
      );
    }
    state.tagOptionAssociations.push({ tagOptionId, resourceId });
    return {};
  },
});
