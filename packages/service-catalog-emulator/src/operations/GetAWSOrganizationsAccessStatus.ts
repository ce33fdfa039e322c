import { requireAdministrator } from '../catalog/shareRequests';
import { structure } from '../validation/shapes';
import { defineOperation } from './Operation';

export const GetAWSOrganizationsAccessStatus = defineOperation({
  name: 'GetAWSOrganizationsAccessStatus',
  input: structure({}),
  handle: ({ world, caller }) => {
    requireAdministrator(world, caller);
    return { AccessStatus: world.organizationsAccess ? 'ENABLED' : 'DISABLED' };
  },
});
