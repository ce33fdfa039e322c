import { page } from '../catalog/paging';
import { artifactView, productViewSummary } from '../catalog/views';
import { serviceActionById } from '../serviceActions/serviceActions';
import * as members from '../validation/members';
import { structure } from '../validation/shapes';
import { defineOperation } from './Operation';

export const ListProvisioningArtifactsForServiceAction = defineOperation({
  name: 'ListProvisioningArtifactsForServiceAction',
  input: structure(
    {
      ServiceActionId: members.id,
      PageSize: members.pageSize,
      PageToken: members.pageToken,
      AcceptLanguage: members.acceptLanguage,
    },
    ['ServiceActionId'],
  ),
  handle: ({ state }, input) => {
    const { id } = serviceActionById(state, input.ServiceActionId);
    const { items, nextPageToken } = page(
      state.serviceActionAssociations.filter(
        ({ serviceActionId }) => serviceActionId === id,
      ),
      input,
      20,
    );
    return {
      ProvisioningArtifactViews: items.map(({ artifactId }) => {
        const artifact = state.artifacts.get(artifactId)!;
        return {
          ProductViewSummary: productViewSummary(
            state.products.get(artifact.productId)!,
          ),
          ProvisioningArtifact: artifactView(artifact),
        };
      }),
      NextPageToken: nextPageToken,
    };
  },
});
