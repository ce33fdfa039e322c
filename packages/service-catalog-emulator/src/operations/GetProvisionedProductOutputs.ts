import { resolveProvisionedProduct } from '../catalog/lookups';
import { page } from '../catalog/paging';
import { invalidParameters } from '../errors';
import * as members from '../validation/members';
import { list, string, structure } from '../validation/shapes';
import { defineOperation } from './Operation';

export const GetProvisionedProductOutputs = defineOperation({
  name: 'GetProvisionedProductOutputs',
  input: structure({
    AcceptLanguage: members.acceptLanguage,
    ProvisionedProductId: members.id,
    ProvisionedProductName: members.provisionedProductName,
    OutputKeys: list(string(), { max: 60 }),
    PageSize: members.pageSize,
    PageToken: members.pageToken,
  }),
  handle: ({ state }, input) => {
    const product = resolveProvisionedProduct(state, {
      id: input.ProvisionedProductId,
      name: input.ProvisionedProductName,
    });
    if (
      product.lastSuccessfulProvisioningRecordId === undefined &&
      product.status !== 'UNDER_CHANGE'
    ) {
      throw invalidParameters(
        `Provisioned product ${product.id} has no outputs: it was never provisioned successfully.`,
      );
    }
    const { OutputKeys: keys } = input;
    const unknown = keys?.find(
      key => !product.outputs.some(({ OutputKey }) => OutputKey === key),
    );
    if (unknown !== undefined) {
      throw invalidParameters(`Output key ${unknown} does not exist.`);
    }
    const { items, nextPageToken } = page(
      product.outputs.filter(
        ({ OutputKey }) => keys === undefined || keys.includes(OutputKey),
      ),
      input,
      20,
    );
    return { Outputs: items, NextPageToken: nextPageToken };
  },
});
