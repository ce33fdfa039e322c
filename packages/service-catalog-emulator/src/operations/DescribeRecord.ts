import { page } from '../catalog/paging';
import { resourceNotFound } from '../errors';
import { recordDetail, recordOutputs } from '../provisioning/records';
import * as members from '../validation/members';
import { structure } from '../validation/shapes';
import { defineOperation } from './Operation';

export const DescribeRecord = defineOperation({
  name: 'DescribeRecord',
  input: structure(
    {
      AcceptLanguage: members.acceptLanguage,
      Id: members.id,
      PageToken: members.pageToken,
      PageSize: members.pageSize,
    },
    ['Id'],
  ),
  handle: ({ state, now }, input) => {
    const record = state.records.get(input.Id);
    if (!record) {
      throw resourceNotFound(`Record ${input.Id} not found.`);
    }
    const product = state.provisionedProducts.get(record.provisionedProductId);
    const { items, nextPageToken } = page(
      recordOutputs(record, product, now),
      input,
      20,
    );
    return {
      RecordDetail: recordDetail(record, now),
      RecordOutputs: items,
      NextPageToken: nextPageToken,
    };
  },
});
