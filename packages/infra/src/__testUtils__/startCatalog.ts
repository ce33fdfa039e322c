import { ServiceCatalogClient } from '@aws-sdk/client-service-catalog';
import { createEmulator, RunningEmulator } from 'service-catalog-emulator';
import { emulatorOrganization } from '../emulatorOrganization';
import { PUBLISHED_TEMPLATES } from '../paths';
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

/** A role of the account outside of the organisation, and the access key that stands for it. */
export const PARTNER_ROLE = 'Developers';
export const PARTNER_KEY = 'partner-developers';

/** The access key that stands for the portal's role in an account. */
export function portalKey(accountId: string): string {
  return `portal-${accountId}`;
}

/** The API of an account, for the holder of an access key. */
export function clientOf(
  emulator: RunningEmulator,
  accessKeyId: string,
): ServiceCatalogClient {
  return new ServiceCatalogClient({
    endpoint: emulator.url,
    region: committedOrganization().region,
    credentials: { accessKeyId, secretAccessKey: 'any' },
  });
}

/** An emulator that holds what the app writes, in all accounts; its time stands still. */
export async function startCatalog(): Promise<RunningEmulator> {
  const organization = committedOrganization();
  return createEmulator({
    clock: { mode: 'manual' },
    organization: emulatorOrganization(organization),
    credentials: {
      ...Object.fromEntries(
        Object.values(PORTAL_ACCOUNTS).map(id => [
          portalKey(id),
          `arn:aws:iam::${id}:role/${organization.portal.roleName}`,
        ]),
      ),
      [PARTNER_KEY]: `arn:aws:iam::${organization.accounts.external.partner.id}:role/${PARTNER_ROLE}`,
    },
    templateBases: { [organization.templateBaseUrl]: PUBLISHED_TEMPLATES },
    seeds: [{ path: synthesize(organization).folder }],
  });
}
