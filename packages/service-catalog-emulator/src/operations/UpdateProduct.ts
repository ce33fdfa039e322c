import { productById } from '../catalog/lookups';
import { changedTags } from '../catalog/tags';
import { productViewDetail } from '../catalog/views';
import { invalidParameters } from '../errors';
import * as members from '../validation/members';
import { structure } from '../validation/shapes';
import { defineOperation } from './Operation';

export const UpdateProduct = defineOperation({
  name: 'UpdateProduct',
  input: structure(
    {
      AcceptLanguage: members.acceptLanguage,
      Id: members.id,
      Name: members.productName,
      Owner: members.productText,
      Description: members.productText,
      Distributor: members.productText,
      SupportDescription: members.productText,
      SupportEmail: members.supportEmail,
      SupportUrl: members.supportUrl,
      AddTags: members.addTags,
      RemoveTags: members.tagKeys,
      SourceConnection: members.sourceConnection,
    },
    ['Id'],
  ),
  handle: ({ state }, input) => {
    const product = productById(state, input.Id);
    if (input.SourceConnection) {
      throw invalidParameters(
        'SourceConnection is not supported by this emulator.',
      );
    }
    product.name = input.Name ?? product.name;
    product.owner = input.Owner ?? product.owner;
    product.shortDescription = input.Description ?? product.shortDescription;
    product.distributor = input.Distributor ?? product.distributor;
    product.supportDescription =
      input.SupportDescription ?? product.supportDescription;
    product.supportEmail = input.SupportEmail ?? product.supportEmail;
    product.supportUrl = input.SupportUrl ?? product.supportUrl;
    product.tags = changedTags(product.tags, input);
    return {
      ProductViewDetail: productViewDetail(product, state),
      Tags: product.tags,
    };
  },
});
