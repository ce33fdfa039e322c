import {
  disassociateServiceAction,
  forEachAssociation,
} from '../serviceActions/serviceActions';
import * as members from '../validation/members';
import { structure } from '../validation/shapes';
import { defineOperation } from './Operation';

export const BatchDisassociateServiceActionFromProvisioningArtifact =
  defineOperation({
    name: 'BatchDisassociateServiceActionFromProvisioningArtifact',
    input: structure(
      {
        ServiceActionAssociations: members.serviceActionAssociations,
        AcceptLanguage: members.acceptLanguage,
      },
      ['ServiceActionAssociations'],
    ),
    handle: ({ state }, input) =>
      forEachAssociation(input.ServiceActionAssociations, association =>
        disassociateServiceAction(state, association),
      ),
  });
