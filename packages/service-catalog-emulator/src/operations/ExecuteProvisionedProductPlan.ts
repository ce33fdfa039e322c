import { resolveProvisionedProduct } from '../catalog/lookups';
import { invalidState } from '../errors';
import { planById, planStatus } from '../plans/plans';
import { resolveTarget } from '../provisioning/launchTarget';
import { recordDetail } from '../provisioning/records';
import { runPrepared } from '../provisioning/runStack';
import { startLaunch } from '../provisioning/startLaunch';
import { startUpdate } from '../provisioning/startUpdate';
import * as members from '../validation/members';
import { structure } from '../validation/shapes';
import { defineOperation } from './Operation';

export const ExecuteProvisionedProductPlan = defineOperation({
  name: 'ExecuteProvisionedProductPlan',
  input: structure(
    {
      AcceptLanguage: members.acceptLanguage,
      PlanId: members.id,
      IdempotencyToken: members.idempotencyToken,
    },
    ['PlanId', 'IdempotencyToken'],
  ),
  idempotencyToken: { member: 'IdempotencyToken' },
  handle: (context, input) => {
    const { state, now } = context;
    const plan = planById(state, input.PlanId);
    const { status } = planStatus(plan, state, now);
    if (status !== 'CREATE_SUCCESS' || !plan.stack) {
      throw invalidState(
        `Plan ${plan.id} is ${status}: only one that is CREATE_SUCCESS can be executed.`,
      );
    }
    const provisioned = resolveProvisionedProduct(state, {
      id: plan.provisionedProductId,
    });
    if (provisioned.lastProvisioningRecordId !== plan.baseRecordId) {
      throw invalidState(
        `Plan ${plan.id} is obsolete: provisioned product ${provisioned.id} has changed since.`,
      );
    }
    const isNew = provisioned.status === 'PLAN_IN_PROGRESS';
    const target = resolveTarget(
      context,
      {
        ProductId: plan.productId,
        ProvisioningArtifactId: plan.artifactId,
        PathId: plan.pathId,
      },
      isNew ? undefined : provisioned,
    );
    const result = runPrepared(
      context,
      plan.stack,
      isNew ? undefined : provisioned.resources,
    );
    const record = isNew
      ? startLaunch(
          context,
          provisioned,
          { tags: plan.resultingTags, pathId: plan.pathId },
          result,
        )
      : startUpdate(context, provisioned, target, plan.resultingTags, result);
    plan.recordId = record.id;
    return { RecordDetail: recordDetail(record, now) };
  },
});
