import { launchRoleArn, notificationArns } from '../catalog/constraints';
import {
  resolveArtifact,
  resolveProduct,
  constraintsOn,
} from '../catalog/lookups';
import { resolveLaunchPath } from '../catalog/launchPaths';
import { applyTagOptions, effectiveTagOptions } from '../catalog/tagOptions';
import { invalidParameters } from '../errors';
import { failureReason } from '../faults/FaultRegistry';
import { autoTags, checkTags } from '../provisioning/launch';
import { recordDetail } from '../provisioning/records';
import { runStack } from '../provisioning/runStack';
import { startRecord } from '../provisioning/startRecord';
import { ProvisionedProduct } from '../state/entities';
import * as members from '../validation/members';
import { list, string, structure } from '../validation/shapes';
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
      NotificationArns: list(
        string({
          min: 1,
          max: 1224,
          pattern:
            'arn:[a-z0-9-\\.]{1,63}:[a-z0-9-\\.]{0,63}:[a-z0-9-\\.]{0,63}:[a-z0-9-\\.]{0,63}:[^/].{0,1023}',
        }),
        { max: 5 },
      ),
      ProvisionToken: members.idempotencyToken,
    },
    ['ProvisionedProductName', 'ProvisionToken'],
  ),
  idempotencyToken: { member: 'ProvisionToken' },
  handle: (context, input) => {
    const { state, caller, region, now, newId, faults } = context;
    const product = resolveProduct(state, {
      id: input.ProductId,
      name: input.ProductName,
    });
    const path = resolveLaunchPath(state, caller, product.id, {
      id: input.PathId,
      name: input.PathName,
    });
    const artifact = resolveArtifact(state, product.id, {
      id: input.ProvisioningArtifactId,
      name: input.ProvisioningArtifactName,
    });
    if (!artifact.active) {
      throw invalidParameters(
        `Provisioning artifact ${artifact.id} is not active.`,
      );
    }
    if (artifact.guidance === 'DEPRECATED') {
      throw invalidParameters(
        `Provisioning artifact ${artifact.id} is deprecated and cannot be launched.`,
      );
    }
    checkTags(input.Tags ?? []);
    const tags = applyTagOptions(
      effectiveTagOptions(state, product.id, path.portfolio.id),
      input.Tags ?? [],
      { productId: product.id, portfolioId: path.portfolio.id },
    );
    checkTags(tags);
    const name = input.ProvisionedProductName;
    if (state.provisionedProductNamed(name)) {
      throw invalidParameters(`A stack named ${name} already exists.`);
    }

    const id = newId('pp');
    const result = runStack(context, {
      artifact,
      provisionedProductId: id,
      parameters: Object.fromEntries(
        (input.ProvisioningParameters ?? []).map(({ Key, Value }) => [
          Key ?? '',
          Value ?? '',
        ]),
      ),
      templateConstraints: constraintsOn(
        state,
        path.portfolio.id,
        product.id,
        'TEMPLATE',
      ),
      notificationArns: [
        ...notificationArns(state, path),
        ...(input.NotificationArns ?? []),
      ],
      injectedFailure: failureReason(faults.take('provisionFailure')),
    });
    const provisioned: ProvisionedProduct = {
      id,
      name,
      arn: `arn:aws:servicecatalog:${region}:${caller.accountId}:stack/${name}/${id}`,
      status: 'UNDER_CHANGE',
      createdTime: now,
      idempotencyToken: input.ProvisionToken,
      lastRecordId: '',
      lastProvisioningRecordId: '',
      tags,
      productId: product.id,
      productName: product.name,
      artifactId: artifact.id,
      artifactName: artifact.name,
      portfolioId: path.portfolio.id,
      userArn: caller.principalArn,
      userArnSession: caller.sessionArn,
      launchRoleArn: launchRoleArn(state, path),
      parameters: result.parameters,
      stackId: result.stackId,
      resources: result.resources,
      outputs: [],
    };
    provisioned.tags = [...tags, ...autoTags(context, provisioned)];
    state.addProvisionedProduct(provisioned);
    const record = startRecord(context, {
      type: 'PROVISION_PRODUCT',
      provisioned,
      productId: product.id,
      artifactId: artifact.id,
      pathId: path.id,
      launchRoleArn: provisioned.launchRoleArn,
      tags,
      timing: result,
      resources: result.resources,
      outcome: {
        status: result.error ? 'FAILED' : 'SUCCEEDED',
        errors: result.error ? [result.error] : [],
        outputs: result.error ? result.outputs.slice(0, 1) : result.outputs,
        productStatus: result.error ? 'ERROR' : 'AVAILABLE',
        statusMessage: result.statusMessage,
        change: { outputs: result.error ? [] : result.outputs },
      },
    });
    return { RecordDetail: recordDetail(record, now) };
  },
});
