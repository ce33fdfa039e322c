import { associateServiceAction } from '../serviceActions/serviceActions';
import * as members from '../validation/members';
import { structure } from '../validation/shapes';
import { defineOperation } from './Operation';

export const AssociateServiceActionWithProvisioningArtifact = defineOperation({
  name: 'AssociateServiceActionWithProvisioningArtifact',
  input: structure(
    {
      ProductId: members.id,
      ProvisioningArtifactId: members.id,
      ServiceActionId: members.id,
      AcceptLanguage: members.acceptLanguage,
      IdempotencyToken: members.idempotencyToken,
    },
    ['ProductId', 'ProvisioningArtifactId', 'ServiceActionId'],
  ),
  idempotencyToken: { member: 'IdempotencyToken' },
  handle: ({ state }, input) => {
    associateServiceAction(state, input);
    return {};
  },
});
