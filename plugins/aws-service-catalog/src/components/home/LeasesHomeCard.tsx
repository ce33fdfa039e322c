import { useApi, useRouteRef } from '@backstage/core-plugin-api';
import { Link, Text } from '@backstage/ui';
import type { ListProvisionedProductsResponse } from 'backstage-plugin-aws-service-catalog-common';
import { useCallback } from 'react';
import { awsServiceCatalogApiRef } from '../../api';
import { resourceRouteRef, resourcesRouteRef } from '../../routes';
import { Deadline, ShortList } from '../common';
import { LiveRules, useLive } from '../details/useLive';
import { useLeaseSignal } from '../details/useLeaseSignal';

const MOST_SHOWN = 5;
const AHEAD_MS = 30 * 24 * 60 * 60_000;

type Ending = ReturnType<typeof toEnding>;

/** What has a lease. */
function toEnding(
  page: ListProvisionedProductsResponse,
  leaseEndsBefore: string,
) {
  const items = page.items.flatMap(resource =>
    resource.lease ? [{ ...resource, endsAt: resource.lease.endsAt }] : [],
  );
  return {
    items,
    totalItems: page.totalItems,
    href: `?leaseEndsBefore=${leaseEndsBefore}`,
  };
}

const rules: LiveRules<Ending> = {
  // A signal says when to look again.
  isSettled: () => true,
  fingerprint: ({ items }) => items.map(({ id }) => id).join(),
};

/** The content of the home page's card: what ends in the next 30 days unless it is renewed. */
export function Content() {
  const api = useApi(awsServiceCatalogApiRef);
  const resourceLink = useRouteRef(resourceRouteRef);
  const resourcesLink = useRouteRef(resourcesRouteRef);
  const load = useCallback(
    async (signal: AbortSignal) => {
      const leaseEndsBefore = new Date(Date.now() + AHEAD_MS).toISOString();
      const page = await api.listProvisionedProducts(
        { leaseEndsBefore, limit: MOST_SHOWN },
        { signal },
      );
      return toEnding(page, leaseEndsBefore);
    },
    [api],
  );
  const { value, error, refresh } = useLive(load, rules);
  useLeaseSignal(refresh);
  return (
    <ShortList
      value={value}
      error={error}
      retry={refresh}
      label="Leases ending"
      failed="The leases could not be loaded"
      none="No lease ends in the next 30 days."
      keyOf={({ target, id }) => `${target}/${id}`}
      moreHref={value && `${resourcesLink()}${value.href}`}
    >
      {({ target, id, name, endsAt }) => (
        <>
          <Link href={resourceLink({ target, id })}>{name}</Link>
          <Text as="p" variant="body-small" color="secondary">
            <Deadline at={endsAt} />
          </Text>
        </>
      )}
    </ShortList>
  );
}
