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
  handle: ({ state, caller, now }, input) => {
    const record = state.records.get(input.Id);
    const provisioned =
      record && state.provisionedProducts.get(record.provisionedProductId);
    // After a change of the owner all records are the new one's to read, and nobody else's.
    const isForeign =
      provisioned?.transferredTo !== undefined &&
      provisioned.transferredTo !== caller.principalArn;
    if (!record || isForeign) {
      throw resourceNotFound(`Record ${input.Id} not found.`);
    }
    const { items, nextPageToken } = page(
      recordOutputs(record, provisioned, now),
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
