import { runChange } from '../engines/runEngine';
import { recordDetail } from '../provisioning/records';
import { resolveTarget } from '../provisioning/launchTarget';
import {
  addProvisionedProduct,
  checkLaunch,
  launchWish,
  startLaunch,
} from '../provisioning/startLaunch';
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
    const id = context.newId('pp');
    const result = runChange(
      context,
      launchWish(context, target, id, {
        parameters: input.ProvisioningParameters,
        notificationArns: input.NotificationArns,
        tags,
      }),
    );
    const record = startLaunch(
      context,
      addProvisionedProduct(context, request, {
        id,
        token: input.ProvisionToken,
      }),
      { tags, pathId: target.path.id },
      result,
    );
    return { RecordDetail: recordDetail(record, context.now) };
  },
});
