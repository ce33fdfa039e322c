import type { Organization } from './config/organization';

/** An organisation, as the option `--organization` of service-catalog-emulator takes it. */
export interface EmulatorOrganization {
  managementAccountId: string;
  delegatedAdministrators: string[];
  /** Ids of those directly under the root. */
  accounts: string[];
  organizationalUnits: { name: string; id: string; accounts: string[] }[];
}

/**
 * The organisation that the app is made for: to AWS it is there before, the emulator has to be told. Accounts outside of
 * it are left out.
 */
export function emulatorOrganization({
  accounts,
  organizationalUnits,
}: Organization): EmulatorOrganization {
  return {
    managementAccountId: accounts.management,
    delegatedAdministrators: [accounts.provisioning],
    accounts: [accounts.provisioning],
    organizationalUnits: Object.entries(organizationalUnits).map(
      ([name, id]) => ({
        name,
        id,
        accounts: Object.values(accounts.projects)
          .filter(({ organizationalUnit }) => organizationalUnit === name)
          .map(project => project.id),
      }),
    ),
  };
}
