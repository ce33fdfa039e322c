import { page } from '../catalog/paging';
import { tagOptionDetail } from '../catalog/views';
import * as members from '../validation/members';
import { boolean, structure } from '../validation/shapes';
import { defineOperation } from './Operation';

export const ListTagOptions = defineOperation({
  name: 'ListTagOptions',
  input: structure({
    Filters: structure({
      Key: members.tagKey,
      Value: members.tagValue,
      Active: boolean(),
    }),
    PageSize: members.pageSize,
    PageToken: members.pageToken,
  }),
  handle: ({ state }, input) => {
    const { Key, Value, Active } = input.Filters ?? {};
    const { items, nextPageToken } = page(
      [...state.tagOptions.values()].filter(
        ({ key, value, active }) =>
          (Key ?? key) === key &&
          (Value ?? value) === value &&
          (Active ?? active) === active,
      ),
      input,
      20,
    );
    return {
      TagOptionDetails: items.map(tagOptionDetail),
      PageToken: nextPageToken,
    };
  },
});
