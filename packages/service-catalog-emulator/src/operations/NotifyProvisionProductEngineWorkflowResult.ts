import { endWorkflow } from '../engines/endWorkflow';
import * as members from '../validation/members';
import { structure } from '../validation/shapes';
import { defineOperation } from './Operation';

export const NotifyProvisionProductEngineWorkflowResult = defineOperation({
  name: 'NotifyProvisionProductEngineWorkflowResult',
  input: structure(
    {
      WorkflowToken: members.engineWorkflowToken,
      RecordId: members.id,
      Status: members.engineWorkflowStatus,
      FailureReason: members.engineFailureReason,
      ResourceIdentifier: members.engineResourceIdentifier,
      Outputs: members.recordOutputs,
      IdempotencyToken: members.idempotencyToken,
    },
    ['WorkflowToken', 'RecordId', 'Status', 'IdempotencyToken'],
  ),
  idempotencyToken: { member: 'IdempotencyToken' },
  handle: (context, input) => {
    endWorkflow(context, 'PROVISION_PRODUCT', input);
    return {};
  },
});
