import { requireManagementAccount } from '../catalog/shareRequests';
import { structure } from '../validation/shapes';
import { defineOperation } from './Operation';

export const EnableAWSOrganizationsAccess = defineOperation({
  name: 'EnableAWSOrganizationsAccess',
  input: structure({}),
  handle: ({ world, caller }) => {
    requireManagementAccount(world, caller);
    world.organizationsAccess = true;
    return {};
  },
});
