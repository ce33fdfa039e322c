import { createEmulator, RunningEmulator } from 'service-catalog-emulator';
import { emulatorOrganization } from '../emulatorOrganization';
import { committedOrganization, synthesize } from './synthesize';

/** Accounts of the committed configuration in which the portal has its role. */
export const PORTAL_ACCOUNTS = (() => {
  const { provisioning, projects } = committedOrganization().accounts;
  return {
    hub: provisioning,
    payments: projects.payments.id,
    search: projects.search.id,
  };
})();

/** The access key that stands for the portal's role in an account. */
export function portalKey(accountId: string): string {
  return `portal-${accountId}`;
}

/** An emulator that holds what the app writes, in all accounts; its time stands still. */
export async function startCatalog(): Promise<RunningEmulator> {
  const organization = committedOrganization();
  return createEmulator({
    clock: { mode: 'manual' },
    organization: emulatorOrganization(organization),
    credentials: Object.fromEntries(
      Object.values(PORTAL_ACCOUNTS).map(id => [
        portalKey(id),
        `arn:aws:iam::${id}:role/${organization.portal.roleName}`,
      ]),
    ),
    seeds: [{ path: synthesize(organization).folder }],
  });
}
