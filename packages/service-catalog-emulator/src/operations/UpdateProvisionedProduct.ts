import { resolveProvisionedProduct } from '../catalog/lookups';
import { requireUpdatable } from '../provisioning/launch';
import { resolveTarget } from '../provisioning/launchTarget';
import { recordDetail } from '../provisioning/records';
import { runChange } from '../provisioning/runChange';
import { startUpdate, updateWish } from '../provisioning/startUpdate';
import {
  keepsInputs,
  previousValues,
  stackSetUpdate,
} from '../stackSets/stackSetUpdate';
import * as members from '../validation/members';
import { structure } from '../validation/shapes';
import { defineOperation } from './Operation';

export const UpdateProvisionedProduct = defineOperation({
  name: 'UpdateProvisionedProduct',
  input: structure(
    {
      AcceptLanguage: members.acceptLanguage,
      ProvisionedProductName: members.provisionedProductNameOrArn,
      ProvisionedProductId: members.id,
      ProductId: members.id,
      ProductName: members.productName,
      ProvisioningArtifactId: members.id,
      ProvisioningArtifactName: members.artifactName,
      PathId: members.id,
      PathName: members.portfolioDisplayName,
      ProvisioningParameters: members.updateParameters,
      ProvisioningPreferences: members.updateProvisioningPreferences,
      Tags: members.tags,
      UpdateToken: members.idempotencyToken,
    },
    ['UpdateToken'],
  ),
  idempotencyToken: { member: 'UpdateToken' },
  handle: (context, input) => {
    const provisioned = resolveProvisionedProduct(context.state, {
      id: input.ProvisionedProductId,
      name: input.ProvisionedProductName,
    });
    const { ProvisioningPreferences: preferences } = input;
    const staysAsItIs = keepsInputs(provisioned, preferences);
    const target = resolveTarget(
      context,
      staysAsItIs ? { PathId: input.PathId, PathName: input.PathName } : input,
      provisioned,
    );
    requireUpdatable(provisioned);
    const { wish, tags } = updateWish(context, provisioned, target, {
      parameters: staysAsItIs
        ? previousValues(provisioned)
        : input.ProvisioningParameters,
      tags: input.Tags,
    });
    const stackSet = stackSetUpdate(
      context.state,
      provisioned,
      target.path,
      preferences,
    );
    const record = startUpdate(
      context,
      provisioned,
      target,
      tags,
      runChange(context, wish, stackSet),
    );
    return { RecordDetail: recordDetail(record, context.now) };
  },
});
