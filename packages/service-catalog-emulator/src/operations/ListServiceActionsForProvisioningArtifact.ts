import { page } from '../catalog/paging';
import {
  requireVersion,
  serviceActionsOn,
  serviceActionSummary,
} from '../serviceActions/serviceActions';
import * as members from '../validation/members';
import { structure } from '../validation/shapes';
import { defineOperation } from './Operation';

export const ListServiceActionsForProvisioningArtifact = defineOperation({
  name: 'ListServiceActionsForProvisioningArtifact',
  input: structure(
    {
      ProductId: members.id,
      ProvisioningArtifactId: members.id,
      PageSize: members.pageSize,
      PageToken: members.pageToken,
      AcceptLanguage: members.acceptLanguage,
    },
    ['ProductId', 'ProvisioningArtifactId'],
  ),
  handle: ({ state }, input) => {
    const { ProductId, ProvisioningArtifactId } = input;
    requireVersion(state, ProductId, ProvisioningArtifactId);
    const { items, nextPageToken } = page(
      serviceActionsOn(state, ProductId, ProvisioningArtifactId),
      input,
      20,
    );
    return {
      ServiceActionSummaries: items.map(serviceActionSummary),
      NextPageToken: nextPageToken,
    };
  },
});
