import { tagOptionById } from '../catalog/lookups';
import { tagOptionDetail } from '../catalog/views';
import { duplicateResource } from '../errors';
import * as members from '../validation/members';
import { boolean, structure } from '../validation/shapes';
import { defineOperation } from './Operation';

export const UpdateTagOption = defineOperation({
  name: 'UpdateTagOption',
  input: structure(
    {
      Id: members.tagOptionId,
      Value: members.tagValue,
      Active: boolean(),
    },
    ['Id'],
  ),
  handle: ({ state }, input) => {
    const option = tagOptionById(state, input.Id);
    const value = input.Value ?? option.value;
    for (const other of state.tagOptions.values()) {
      if (
        other !== option &&
        other.key === option.key &&
        other.value === value
      ) {
        throw duplicateResource(
          `TagOption with key ${option.key} and value ${value} already exists.`,
        );
      }
    }
    option.value = value;
    option.active = input.Active ?? option.active;
    return { TagOptionDetail: tagOptionDetail(option) };
  },
});
