import { pageOfMatches, Test } from '../catalog/paging';
import { invalidParameters } from '../errors';
import { accessLevel } from '../provisioning/accessLevel';
import { recordDetail } from '../provisioning/records';
import { ProvisioningRecord } from '../state/entities';
import * as members from '../validation/members';
import { string, structure } from '../validation/shapes';
import { defineOperation } from './Operation';

export const ListRecordHistory = defineOperation({
  name: 'ListRecordHistory',
  input: structure({
    AcceptLanguage: members.acceptLanguage,
    AccessLevelFilter: members.accessLevelFilter,
    SearchFilter: structure({ Key: string(), Value: string() }),
    PageSize: members.pageSize,
    PageToken: members.pageToken,
  }),
  handle: ({ state, caller, now }, input) => {
    const visible = accessLevel(input.AccessLevelFilter, caller, 'User');
    const { Key: key, Value: value } = input.SearchFilter ?? {};
    if (key !== undefined && !['product', 'provisionedproduct'].includes(key)) {
      throw invalidParameters(
        `Invalid SearchFilter key: ${key}. Valid keys are product and provisionedproduct.`,
      );
    }
    const candidates =
      key === 'provisionedproduct'
        ? state.records.ofProduct(value ?? '')
        : [...state.records.values()];
    const ofProduct: Test<ProvisioningRecord>[] =
      key === 'product' ? [({ productId }) => productId === value] : [];
    const { items, nextPageToken } = pageOfMatches(
      // Records are kept in the order of their making; the latest comes first.
      candidates.reverse(),
      [...visible, ...ofProduct],
      input,
      20,
    );
    return {
      RecordDetails: items.map(record => recordDetail(record, now)),
      NextPageToken: nextPageToken,
    };
  },
});
