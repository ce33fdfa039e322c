import { stackSetTargets } from '../catalog/constraints';
import { recordDetail } from '../provisioning/records';
import { runChange } from '../provisioning/runChange';
import { resolveTarget } from '../provisioning/launchTarget';
import {
  addProvisionedProduct,
  checkLaunch,
  launchWish,
  startLaunch,
} from '../provisioning/startLaunch';
import { stackSetRequest } from '../stackSets/stackSetRequest';
import * as members from '../validation/members';
import { list, structure } from '../validation/shapes';
import { defineOperation } from './Operation';

export const ProvisionProduct = defineOperation({
  name: 'ProvisionProduct',
  input: structure(
    {
      AcceptLanguage: members.acceptLanguage,
      ProductId: members.id,
      ProductName: members.productName,
      ProvisioningArtifactId: members.id,
      ProvisioningArtifactName: members.artifactName,
      PathId: members.id,
      PathName: members.portfolioDisplayName,
      ProvisionedProductName: members.provisionedProductName,
      ProvisioningParameters: list(
        structure({
          Key: members.parameterKey,
          Value: members.parameterValue,
        }),
      ),
      ProvisioningPreferences: members.provisioningPreferences,
      Tags: members.tags,
      NotificationArns: members.notificationArns,
      ProvisionToken: members.idempotencyToken,
    },
    ['ProvisionedProductName', 'ProvisionToken'],
  ),
  idempotencyToken: { member: 'ProvisionToken' },
  handle: (context, input) => {
    const request = checkLaunch(
      context,
      resolveTarget(context, input),
      input.ProvisionedProductName,
      input.Tags ?? [],
    );
    const { target, tags } = request;
    const targets = stackSetTargets(context.state, target.path);
    const stackSet =
      targets && stackSetRequest(targets, input.ProvisioningPreferences);
    const id = context.newId('pp');
    const result = runChange(
      context,
      launchWish(context, target, id, {
        parameters: input.ProvisioningParameters,
        notificationArns: input.NotificationArns,
        tags,
      }),
      stackSet,
    );
    const record = startLaunch(
      context,
      addProvisionedProduct(context, request, {
        id,
        token: input.ProvisionToken,
        type: stackSet && 'CFN_STACKSET',
      }),
      { tags, pathId: target.path.id },
      result,
    );
    return { RecordDetail: recordDetail(record, context.now) };
  },
});
