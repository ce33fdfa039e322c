import {
  associateServiceAction,
  forEachAssociation,
} from '../serviceActions/serviceActions';
import * as members from '../validation/members';
import { structure } from '../validation/shapes';
import { defineOperation } from './Operation';

export const BatchAssociateServiceActionWithProvisioningArtifact =
  defineOperation({
    name: 'BatchAssociateServiceActionWithProvisioningArtifact',
    input: structure(
      {
        ServiceActionAssociations: members.serviceActionAssociations,
        AcceptLanguage: members.acceptLanguage,
      },
      ['ServiceActionAssociations'],
    ),
    handle: ({ state }, input) =>
      forEachAssociation(input.ServiceActionAssociations, association =>
        associateServiceAction(state, association),
      ),
  });
