import { launchRoleArn, notificationArns } from '../catalog/constraints';
import {
  constraintsOn,
  resolveArtifact,
  resolveProduct,
  resolveProvisionedProduct,
} from '../catalog/lookups';
import { resolveLaunchPath } from '../catalog/launchPaths';
import { invalidParameters } from '../errors';
import { failureReason } from '../faults/FaultRegistry';
import { autoTags, requireNotUnderChange } from '../provisioning/launch';
import { recordDetail } from '../provisioning/records';
import { runStack } from '../provisioning/runStack';
import { startRecord } from '../provisioning/startRecord';
import {
  changesParameters,
  mergeParameters,
} from '../provisioning/updateParameters';
import { updatedTags } from '../provisioning/updateTags';
import { ProvisionedProduct } from '../state/entities';
import * as members from '../validation/members';
import { boolean, list, structure } from '../validation/shapes';
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
      ProvisioningParameters: list(
        structure({
          Key: members.parameterKey,
          Value: members.parameterValue,
          UsePreviousValue: boolean(),
        }),
      ),
      ProvisioningPreferences: members.updateProvisioningPreferences,
      Tags: members.tags,
      UpdateToken: members.idempotencyToken,
    },
    ['UpdateToken'],
  ),
  idempotencyToken: { member: 'UpdateToken' },
  handle: (context, input) => {
    const { state, caller, now, faults, world } = context;
    const provisioned = resolveProvisionedProduct(state, {
      id: input.ProvisionedProductId,
      name: input.ProvisionedProductName,
    });
    const product =
      input.ProductId === undefined && input.ProductName === undefined
        ? resolveProduct(state, { id: provisioned.productId })
        : resolveProduct(state, {
            id: input.ProductId,
            name: input.ProductName,
          });
    const artifact =
      input.ProvisioningArtifactId === undefined &&
      input.ProvisioningArtifactName === undefined
        ? resolveArtifact(state, product.id, { id: provisioned.artifactId })
        : resolveArtifact(state, product.id, {
            id: input.ProvisioningArtifactId,
            name: input.ProvisioningArtifactName,
          });
    if (!artifact.active) {
      throw invalidParameters(
        `Provisioning artifact ${artifact.id} is not active.`,
      );
    }
    const path = resolveLaunchPath(state, caller, product.id, {
      id: input.PathId,
      name: input.PathName,
    });
    requireNotUnderChange(provisioned);

    const merged = mergeParameters(
      provisioned,
      input.ProvisioningParameters ?? [],
    );
    const changesStack =
      artifact.id !== provisioned.artifactId ||
      changesParameters(
        world.template(artifact.templateDigest),
        provisioned,
        merged,
      );
    const tags = updatedTags(
      state,
      provisioned,
      path,
      input.Tags,
      changesStack,
    );
    const result = runStack(context, {
      artifact,
      provisionedProductId: provisioned.id,
      stackId: provisioned.stackId,
      parameters: merged.values,
      trusted: merged.trusted,
      problem: merged.problem ?? notUpdatable(provisioned),
      templateConstraints: constraintsOn(
        state,
        path.portfolio.id,
        product.id,
        'TEMPLATE',
      ),
      notificationArns: notificationArns(state, path),
      injectedFailure: failureReason(faults.take('updateFailure')),
    });
    const role = launchRoleArn(state, path);
    const target = {
      productId: product.id,
      productName: product.name,
      artifactId: artifact.id,
      artifactName: artifact.name,
      portfolioId: path.portfolio.id,
      launchRoleArn: role,
    };
    const record = startRecord(context, {
      type: 'UPDATE_PROVISIONED_PRODUCT',
      provisioned,
      productId: product.id,
      artifactId: artifact.id,
      pathId: path.id,
      launchRoleArn: role,
      tags: tags,
      timing: result,
      resources: result.resources,
      outcome: result.error
        ? {
            status: 'FAILED',
            errors: [result.error],
            outputs: [],
            // The old version still runs, if one ever did.
            productStatus:
              provisioned.lastSuccessfulProvisioningRecordId === undefined
                ? 'ERROR'
                : 'TAINTED',
            statusMessage: result.statusMessage,
            change: {},
          }
        : {
            status: 'SUCCEEDED',
            errors: [],
            outputs: result.outputs,
            productStatus: 'AVAILABLE',
            change: {
              ...target,
              tags: [
                ...tags,
                ...autoTags(context, { ...provisioned, ...target }),
              ],
              parameters: result.parameters,
              stackId: result.stackId,
              resources: result.resources,
              outputs: result.outputs,
            },
          },
    });
    return { RecordDetail: recordDetail(record, now) };
  },
});

/** A stack whose creation failed can only be deleted. */
function notUpdatable(provisioned: ProvisionedProduct): string | undefined {
  if (provisioned.lastSuccessfulProvisioningRecordId !== undefined) {
    return undefined;
  }
  return provisioned.stackId === undefined
    ? `Stack [${provisioned.name}] does not exist`
    : `Stack:${provisioned.stackId} is in ROLLBACK_COMPLETE state and can not be updated.`;
}
