import { endWorkflow } from '../engines/endWorkflow';
import * as members from '../validation/members';
import { structure } from '../validation/shapes';
import { defineOperation } from './Operation';

export const NotifyTerminateProvisionedProductEngineWorkflowResult =
  defineOperation({
    name: 'NotifyTerminateProvisionedProductEngineWorkflowResult',
    input: structure(
      {
        WorkflowToken: members.engineWorkflowToken,
        RecordId: members.id,
        Status: members.engineWorkflowStatus,
        FailureReason: members.engineFailureReason,
        IdempotencyToken: members.idempotencyToken,
      },
      ['WorkflowToken', 'RecordId', 'Status', 'IdempotencyToken'],
    ),
    idempotencyToken: { member: 'IdempotencyToken' },
    handle: (context, input) => {
      endWorkflow(context, 'TERMINATE_PROVISIONED_PRODUCT', input);
      return {};
    },
  });
