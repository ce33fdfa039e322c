import { useApi, useRouteRef } from '@backstage/core-plugin-api';
import { Flex, Link, Text } from '@backstage/ui';
import useAsyncRetry from 'react-use/esm/useAsyncRetry';
import { awsServiceCatalogApiRef } from '../../api';
import { resourceRouteRef, resourcesRouteRef } from '../../routes';
import { Deadline, ErrorPanel, RowsSkeleton } from '../common';
import styles from './HomeCards.module.css';

const MOST_SHOWN = 5;
const AHEAD_MS = 30 * 24 * 60 * 60_000;

/** The content of the home page's card: what ends in the next 30 days unless it is renewed. */
export function Content() {
  const api = useApi(awsServiceCatalogApiRef);
  const resourceLink = useRouteRef(resourceRouteRef);
  const resourcesLink = useRouteRef(resourcesRouteRef);
  const { value, error, retry } = useAsyncRetry(async () => {
    const leaseEndsBefore = new Date(Date.now() + AHEAD_MS).toISOString();
    const page = await api.listProvisionedProducts({ leaseEndsBefore });
    const items = page.items.flatMap(resource =>
      resource.lease ? [{ ...resource, endsAt: resource.lease.endsAt }] : [],
    );
    items.sort((a, b) => (a.endsAt < b.endsAt ? -1 : 1));
    return {
      items: items.slice(0, MOST_SHOWN),
      more: page.totalItems - Math.min(items.length, MOST_SHOWN),
      href: `?leaseEndsBefore=${leaseEndsBefore}`,
    };
  }, [api]);
  return (
    <Flex direction="column" gap="4">
      {error && (
        <ErrorPanel
          title="The leases could not be loaded"
          error={error}
          onRetry={retry}
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
