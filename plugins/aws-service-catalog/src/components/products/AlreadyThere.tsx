import { useApi, useRouteRef } from '@backstage/core-plugin-api';
import { EntityInfoCard } from '@backstage/plugin-catalog-react';
import { Flex, Link, Text } from '@backstage/ui';
import type { TargetAddress } from 'backstage-plugin-aws-service-catalog-common';
import useAsyncRetry from 'react-use/esm/useAsyncRetry';
import { awsServiceCatalogApiRef } from '../../api';
import { resourceRouteRef, resourcesRouteRef } from '../../routes';
import { ErrorPanel, RowsSkeleton, StateBadge } from '../common';
import { writeResourceFilters } from '../resources/resourceFilters';
import styles from './ProductPage.module.css';

const MOST_SHOWN = 5;

/** What runs of a product already, as far as the reader may see it. */
export function AlreadyThere({ product }: { product: TargetAddress }) {
  const { target, id } = product;
  const api = useApi(awsServiceCatalogApiRef);
  const resourceLink = useRouteRef(resourceRouteRef);
  const resourcesLink = useRouteRef(resourcesRouteRef);
  const { value, error, retry } = useAsyncRetry(
    () =>
      api.listProvisionedProducts({ target, product: id, limit: MOST_SHOWN }),
    [api, target, id],
  );
  const more = (value?.totalItems ?? 0) - (value?.items.length ?? 0);
  return (
    <EntityInfoCard title="Running already">
      {error && (
        <ErrorPanel
          title="This list could not be loaded"
          error={error}
          onRetry={retry}
        />
      )}
      {!value && !error && <RowsSkeleton count={1} />}
      {value?.totalItems === 0 && (
        <Text as="p" color="secondary">
          None that you may see.
        </Text>
      )}
      {value && value.items.length > 0 && (
        <ul className={styles.versions} aria-label="Running already">
          {value.items.map(resource => (
            <li key={resource.id}>
              <Flex align="center" gap="2" style={{ flexWrap: 'wrap' }}>
                <StateBadge status={resource.status} />
                <Link href={resourceLink({ target, id: resource.id })}>
                  {resource.name}
                </Link>
                <Text variant="body-small" color="secondary">
                  {resource.version.name}
                </Text>
              </Flex>
            </li>
          ))}
        </ul>
      )}
      {more > 0 && (
        <Link
          href={`${resourcesLink()}?${writeResourceFilters({
            target,
            product: id,
          })}`}
        >{`and ${more} more`}</Link>
      )}
    </EntityInfoCard>
  );
}
