import { requireCloudFormation } from '../catalog/productTypes';
import {
  duplicateResource,
  invalidParameters,
  invalidState,
  resourceNotFound,
} from '../errors';
import { recordDetail } from '../provisioning/records';
import { resolveTarget } from '../provisioning/launchTarget';
import { addProvisionedProduct } from '../provisioning/startLaunch';
import { startRecord } from '../provisioning/startRecord';
import { acceptanceSeconds } from '../provisioning/timeline';
import { stackById } from '../stacks/stackView';
import * as members from '../validation/members';
import { string, structure } from '../validation/shapes';
import { defineOperation } from './Operation';

export const ImportAsProvisionedProduct = defineOperation({
  name: 'ImportAsProvisionedProduct',
  input: structure(
    {
      AcceptLanguage: members.acceptLanguage,
      ProductId: members.id,
      ProvisioningArtifactId: members.id,
      ProvisionedProductName: members.provisionedProductName,
      PhysicalId: string(),
      IdempotencyToken: members.idempotencyToken,
    },
    [
      'ProductId',
      'ProvisioningArtifactId',
      'ProvisionedProductName',
      'PhysicalId',
      'IdempotencyToken',
    ],
  ),
  idempotencyToken: { member: 'IdempotencyToken' },
  handle: (context, input) => {
    const { state, now, newId, settings } = context;
    const target = resolveTarget(context, {
      ProductId: input.ProductId,
      ProvisioningArtifactId: input.ProvisioningArtifactId,
    });
    requireCloudFormation(target.product, 'Imports');
    const name = input.ProvisionedProductName;
    if (state.provisionedProducts.named(name)) {
      throw duplicateResource(`A stack named ${name} already exists.`);
    }
    const stack = stackById(state, input.PhysicalId, now);
    if (!stack || stack.status === 'DELETE_COMPLETE') {
      throw resourceNotFound(`Stack ${input.PhysicalId} not found.`);
    }
    const owner = state.provisionedProductOfStack(stack.id);
    if (owner) {
      throw duplicateResource(
        `Stack ${stack.id} belongs to provisioned product ${owner.id} already.`,
      );
    }
    if (
      !/^(CREATE|UPDATE|IMPORT|UPDATE_ROLLBACK)_COMPLETE$/.test(stack.status)
    ) {
      throw invalidState(
        `Stack ${stack.id} is ${stack.status} and cannot be imported.`,
      );
    }
    const importing = [...state.provisionedProducts.values()].find(
      ({ status, lastRecordId }) =>
        status === 'UNDER_CHANGE' &&
        state.records.get(lastRecordId)?.type === 'IMPORT_PROVISIONED_PRODUCT',
    );
    if (importing) {
      throw invalidState(
        `Provisioned product ${importing.id} is being imported: imports go one at a time.`,
      );
    }
    if (stack.templateDigest !== target.artifact.templateDigest) {
      throw invalidParameters(
        `The template of provisioning artifact ${target.artifact.id} is not the one of stack ${stack.id}.`,
      );
    }
    const provisioned = addProvisionedProduct(
      context,
      { target, name, tags: [] },
      { id: newId('pp'), token: input.IdempotencyToken },
    );
    state.provisionedProducts.change(provisioned, {
      stackId: stack.id,
      parameters: stack.parameters,
      resources: stack.resources,
    });
    const startsAt = now + Math.round(acceptanceSeconds(settings) * 1000);
    const record = startRecord(context, {
      type: 'IMPORT_PROVISIONED_PRODUCT',
      provisioned,
      productId: target.product.id,
      artifactId: target.artifact.id,
      pathId: target.path.id,
      launchRoleArn: target.launchRoleArn,
      tags: [],
      timing: {
        startsAt,
        completesAt: startsAt + Math.round(acceptanceSeconds(settings) * 1000),
      },
      stack: {
        stackId: stack.id,
        kind: 'import',
        templateDigest: stack.templateDigest,
        parameters: stack.parameters,
        resources: [],
        cleanup: [],
      },
      outcome: {
        status: 'SUCCEEDED',
        errors: [],
        outputs: stack.outputs,
        productStatus: 'AVAILABLE',
        change: { outputs: stack.outputs },
      },
    });
    return { RecordDetail: recordDetail(record, now) };
  },
});
