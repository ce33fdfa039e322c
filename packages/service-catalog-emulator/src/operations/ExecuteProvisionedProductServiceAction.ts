import { resolveProvisionedProduct } from '../catalog/lookups';
import { invalidParameters, invalidState } from '../errors';
import { failureReason } from '../faults/FaultRegistry';
import { recordDetail } from '../provisioning/records';
import { startRecord } from '../provisioning/startRecord';
import { acceptanceSeconds } from '../provisioning/timeline';
import {
  executionParameters,
  parameterProblem,
} from '../serviceActions/documents';
import { executableServiceAction } from '../serviceActions/serviceActions';
import * as members from '../validation/members';
import { list, map, string, structure } from '../validation/shapes';
import { defineOperation } from './Operation';

/** How long an automation takes, as a part of `stackSeconds`. */
const AUTOMATION_SHARE = 0.5;

export const ExecuteProvisionedProductServiceAction = defineOperation({
  name: 'ExecuteProvisionedProductServiceAction',
  input: structure(
    {
      ProvisionedProductId: members.id,
      ServiceActionId: members.id,
      ExecuteToken: members.idempotencyToken,
      AcceptLanguage: members.acceptLanguage,
      Parameters: map(
        string({ min: 1, max: 50 }),
        list(string({ min: 0, max: 512 }), { min: 0, max: 25 }),
        { min: 1, max: 200 },
      ),
    },
    ['ProvisionedProductId', 'ServiceActionId', 'ExecuteToken'],
  ),
  idempotencyToken: { member: 'ExecuteToken' },
  handle: (context, input) => {
    const { state, now, settings, faults } = context;
    const provisioned = resolveProvisionedProduct(state, {
      id: input.ProvisionedProductId,
    });
    const action = executableServiceAction(
      state,
      provisioned,
      input.ServiceActionId,
    );
    const { status, statusMessage, launchRoleArn } = provisioned;
    if (status !== 'AVAILABLE' && status !== 'TAINTED') {
      throw invalidState(
        `Provisioned product ${provisioned.id} is ${status}: a service action needs one that is AVAILABLE or TAINTED.`,
      );
    }
    if (
      action.definition.AssumeRole === 'LAUNCH_ROLE' &&
      launchRoleArn === undefined
    ) {
      throw invalidParameters(
        `Service action ${action.id} runs as the launch role, and provisioned product ${provisioned.id} has none.`,
      );
    }
    const problem = parameterProblem(
      executionParameters(provisioned, action),
      input.Parameters ?? {},
    );
    if (problem !== undefined) {
      throw invalidParameters(problem);
    }
    const reason = failureReason(faults.take('serviceActionFailure'));
    const startsAt = now + Math.round(acceptanceSeconds(settings) * 1000);
    const completesAt =
      startsAt + Math.round(settings.stackSeconds * AUTOMATION_SHARE * 1000);
    const record = startRecord(context, {
      type: 'EXECUTE_PROVISIONED_PRODUCT_SERVICE_ACTION',
      provisioned,
      productId: provisioned.productId,
      artifactId: provisioned.artifactId,
      launchRoleArn,
      tags: [],
      timing: { startsAt, completesAt },
      outcome: {
        status: reason === undefined ? 'SUCCEEDED' : 'FAILED',
        errors:
          reason === undefined
            ? []
            : [{ Code: 'AutomationExecutionFailed', Description: reason }],
        // What an automation says, AWS puts among the outputs, its failure too.
        outputs:
          reason === undefined
            ? []
            : [{ OutputKey: 'FailureMessage', OutputValue: reason }],
        // An action is nothing that the stack is measured by: it is as good as it was before.
        productStatus: status,
        statusMessage,
        change: {},
      },
    });
    return { RecordDetail: recordDetail(record, now) };
  },
});
