import { endWorkflow } from '../engines/endWorkflow';
import * as members from '../validation/members';
import { structure } from '../validation/shapes';
import { defineOperation } from './Operation';

export const NotifyUpdateProvisionedProductEngineWorkflowResult =
  defineOperation({
    name: 'NotifyUpdateProvisionedProductEngineWorkflowResult',
    input: structure(
      {
        WorkflowToken: members.engineWorkflowToken,
        RecordId: members.id,
        Status: members.engineWorkflowStatus,
        FailureReason: members.engineFailureReason,
        Outputs: members.recordOutputs,
        IdempotencyToken: members.idempotencyToken,
      },
      ['WorkflowToken', 'RecordId', 'Status', 'IdempotencyToken'],
    ),
    idempotencyToken: { member: 'IdempotencyToken' },
    handle: (context, input) => {
      endWorkflow(context, 'UPDATE_PROVISIONED_PRODUCT', input);
      return {};
    },
  });
