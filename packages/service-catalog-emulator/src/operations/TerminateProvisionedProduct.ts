import { resolveProvisionedProduct } from '../catalog/lookups';
import { failureReason } from '../faults/FaultRegistry';
import { requireNotUnderChange } from '../provisioning/launch';
import { recordDetail } from '../provisioning/records';
import { acceptanceSeconds } from '../provisioning/timeline';
import { startRecord } from '../provisioning/startRecord';
import { StackResource } from '../state/entities';
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
    const { state, now, settings, faults } = context;
    const provisioned = resolveProvisionedProduct(state, {
      id: input.ProvisionedProductId,
      name: input.ProvisionedProductName,
    });
    requireNotUnderChange(provisioned);

    const reason = failureReason(faults.take('terminateFailure'));
    const fails =
      reason !== undefined &&
      !input.IgnoreErrors &&
      !input.RetainPhysicalResources;
    const startsAt = now + Math.round(acceptanceSeconds(settings) * 1000);
    // Nothing to delete, or nothing to be deleted: the record is done at once.
    const keepsStack =
      input.RetainPhysicalResources === true ||
      provisioned.resources.length === 0;
    const endsAt =
      startsAt + (keepsStack ? 0 : Math.round(settings.stackSeconds * 500));
    const left = provisioned.resources[0]?.logicalId ?? 'stack';
    const error = {
      Code: 'ResourceFailed',
      Description: `The following resource(s) failed to delete: [${left}]. ${reason}`,
    };
    const record = startRecord(context, {
      type: 'TERMINATE_PROVISIONED_PRODUCT',
      provisioned,
      productId: provisioned.productId,
      artifactId: provisioned.artifactId,
      launchRoleArn: provisioned.launchRoleArn,
      tags: [],
      timing: {
        startsAt,
        failsAt: fails ? endsAt : undefined,
        completesAt: endsAt,
      },
      resources: deletions(provisioned.resources, startsAt, endsAt),
      outcome: {
        status: fails ? 'FAILED' : 'SUCCEEDED',
        errors: fails ? [error] : [],
        outputs: [],
        productStatus: fails ? settings.terminateFailureStatus : 'removed',
        statusMessage: fails ? error.Description : undefined,
        change: {},
      },
    });
    return { RecordDetail: recordDetail(record, now) };
  },
});

/** Resources go one after another, the last one made first. */
function deletions(
  resources: StackResource[],
  startsAt: number,
  endsAt: number,
): StackResource[] {
  const each = (endsAt - startsAt) / Math.max(1, resources.length);
  return [...resources].reverse().map((resource, index) => ({
    ...resource,
    startsAt: Math.round(startsAt + index * each),
    endsAt: Math.round(startsAt + (index + 1) * each),
    failure: undefined,
  }));
}
