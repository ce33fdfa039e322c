import { resolveProvisionedProduct } from '../catalog/lookups';
import { requireNotUnderChange } from '../provisioning/launch';
import { recordDetail } from '../provisioning/records';
import { runTermination } from '../provisioning/runChange';
import { instancesOf } from '../provisioning/startLaunch';
import { startRecord } from '../provisioning/startRecord';
import * as members from '../validation/members';
import { boolean, structure } from '../validation/shapes';
import { defineOperation } from './Operation';

export const TerminateProvisionedProduct = defineOperation({
  name: 'TerminateProvisionedProduct',
  input: structure(
    {
      ProvisionedProductName: members.provisionedProductNameOrArn,
      ProvisionedProductId: members.id,
      TerminateToken: members.idempotencyToken,
      IgnoreErrors: boolean(),
      AcceptLanguage: members.acceptLanguage,
      RetainPhysicalResources: boolean(),
    },
    ['TerminateToken'],
  ),
  idempotencyToken: { member: 'TerminateToken', whileUnderWay: true },
  handle: (context, input) => {
    const provisioned = resolveProvisionedProduct(context.state, {
      id: input.ProvisionedProductId,
      name: input.ProvisionedProductName,
    });
    requireNotUnderChange(provisioned);

    const result = runTermination(context, provisioned, {
      ignoreErrors: input.IgnoreErrors === true,
      retain: input.RetainPhysicalResources === true,
    });
    const record = startRecord(context, {
      type: 'TERMINATE_PROVISIONED_PRODUCT',
      provisioned,
      productId: provisioned.productId,
      artifactId: provisioned.artifactId,
      launchRoleArn: provisioned.launchRoleArn,
      tags: [],
      timing: result,
      stack: result.stack,
      workflow: result.workflow,
      instanceChanges: result.instanceChanges,
      outcome: result.error
        ? {
            status: 'FAILED',
            errors: [result.error],
            outputs: [],
            productStatus: context.settings.terminateFailureStatus,
            statusMessage: result.error.Description,
            change: { resources: result.resources, ...instancesOf(result) },
          }
        : {
            status: 'SUCCEEDED',
            errors: [],
            outputs: [],
            productStatus: 'removed',
            change: {},
          },
    });
    return { RecordDetail: recordDetail(record, context.now) };
  },
});
