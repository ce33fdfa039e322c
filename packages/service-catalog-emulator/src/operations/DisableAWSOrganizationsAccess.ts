import { requireManagementAccount } from '../catalog/shareRequests';
import { invalidState } from '../errors';
import { structure } from '../validation/shapes';
import { defineOperation } from './Operation';

export const DisableAWSOrganizationsAccess = defineOperation({
  name: 'DisableAWSOrganizationsAccess',
  input: structure({}),
  handle: ({ world, caller }) => {
    const organization = requireManagementAccount(world, caller);
    if (organization.hasDelegatedAdministrators) {
      throw invalidState(
        'AWS Organizations access cannot be disabled while there are delegated administrators.',
      );
    }
    world.organizationsAccess = false;
    return {};
  },
});
