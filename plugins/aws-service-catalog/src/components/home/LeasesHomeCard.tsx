import { useApi, useRouteRef } from '@backstage/core-plugin-api';
import { Flex, Link, Text } from '@backstage/ui';
import type { ListProvisionedProductsResponse } from 'backstage-plugin-aws-service-catalog-common';
import { useCallback } from 'react';
import { awsServiceCatalogApiRef } from '../../api';
import { resourceRouteRef, resourcesRouteRef } from '../../routes';
import { Deadline, ErrorPanel, RowsSkeleton } from '../common';
import { LiveRules, useLive } from '../details/useLive';
import { useLeaseSignal } from '../details/useLeaseSignal';
import styles from './HomeCards.module.css';

const MOST_SHOWN = 5;
const AHEAD_MS = 30 * 24 * 60 * 60_000;

type Ending = ReturnType<typeof toEnding>;

/** What ends first, and how much more there is. */
function toEnding(
  page: ListProvisionedProductsResponse,
  leaseEndsBefore: string,
) {
  const items = page.items.flatMap(resource =>
    resource.lease ? [{ ...resource, endsAt: resource.lease.endsAt }] : [],
  );
  items.sort((a, b) => (a.endsAt < b.endsAt ? -1 : 1));
  return {
    items: items.slice(0, MOST_SHOWN),
    more: page.totalItems - Math.min(items.length, MOST_SHOWN),
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
        { leaseEndsBefore },
        { signal },
      );
      return toEnding(page, leaseEndsBefore);
    },
    [api],
  );
  const { value, error, refresh } = useLive(load, rules);
  useLeaseSignal(refresh);
  return (
    <Flex direction="column" gap="4">
      {error && (
        <ErrorPanel
          title="The leases could not be loaded"
          error={error}
          onRetry={refresh}
        />
      )}
      {!value && !error && <RowsSkeleton count={2} />}
      {value?.items.length === 0 && (
        <Text as="p" color="secondary">
          No lease ends in the next 30 days.
        </Text>
      )}
      {value && value.items.length > 0 && (
        <ul className={styles.lines} aria-label="Leases ending">
          {value.items.map(({ target, id, name, endsAt }) => (
            <li key={`${target}/${id}`}>
              <Link href={resourceLink({ target, id })}>{name}</Link>
              <Text as="p" variant="body-small" color="secondary">
                <Deadline at={endsAt} />
              </Text>
            </li>
          ))}
        </ul>
      )}
      {value && value.more > 0 && (
        <Link
          href={`${resourcesLink()}${value.href}`}
        >{`and ${value.more} more`}</Link>
      )}
    </Flex>
  );
}
