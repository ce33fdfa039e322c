import { tagOptionDetail } from '../catalog/views';
import { duplicateResource } from '../errors';
import { TagOption } from '../state/entities';
import * as members from '../validation/members';
import { structure } from '../validation/shapes';
import { defineOperation } from './Operation';

export const CreateTagOption = defineOperation({
  name: 'CreateTagOption',
  input: structure({ Key: members.tagKey, Value: members.tagValue }, [
    'Key',
    'Value',
  ]),
  handle: ({ state, caller, newId }, input) => {
    const { Key: key, Value: value } = input;
    for (const other of state.tagOptions.values()) {
      if (other.key === key && other.value === value) {
        throw duplicateResource(
          `TagOption with key ${key} and value ${value} already exists.`,
        );
      }
    }
    const option: TagOption = {
      id: newId('tag'),
      key,
      value,
      active: true,
      owner: caller.accountId,
    };
    state.tagOptions.set(option.id, option);
    return { TagOptionDetail: tagOptionDetail(option) };
  },
});
