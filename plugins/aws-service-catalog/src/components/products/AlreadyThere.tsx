import { useApi, useRouteRef } from '@backstage/core-plugin-api';
import { EntityInfoCard } from '@backstage/plugin-catalog-react';
import { Flex, Link, Text } from '@backstage/ui';
import type { TargetAddress } from 'backstage-plugin-aws-service-catalog-common';
import useAsyncRetry from 'react-use/esm/useAsyncRetry';
import { awsServiceCatalogApiRef } from '../../api';
import { resourceRouteRef, resourcesRouteRef } from '../../routes';
import { ShortList, StateBadge } from '../common';
import { writeResourceFilters } from '../resources/resourceFilters';

const MOST_SHOWN = 5;

/** What runs of a product already, as far as the reader may see it. */
export function AlreadyThere({ product }: { product: TargetAddress }) {
  const { target, id } = product;
  const api = useApi(awsServiceCatalogApiRef);
  const resourceLink = useRouteRef(resourceRouteRef);
  const resourcesLink = useRouteRef(resourcesRouteRef);
  const read = useAsyncRetry(
    () =>
      api.listProvisionedProducts({ target, product: id, limit: MOST_SHOWN }),
    [api, target, id],
  );
  return (
    <EntityInfoCard title="Running already">
      <ShortList
        {...read}
        label="Running already"
        failed="This list could not be loaded"
        none="None that you may see."
        keyOf={resource => resource.id}
        moreHref={`${resourcesLink()}?${writeResourceFilters({
          target,
          product: id,
        })}`}
      >
        {resource => (
          <Flex align="center" gap="2" style={{ flexWrap: 'wrap' }}>
            <StateBadge status={resource.status} />
            <Link href={resourceLink({ target, id: resource.id })}>
              {resource.name}
            </Link>
            <Text variant="body-small" color="secondary">
              {resource.version.name}
            </Text>
          </Flex>
        )}
      </ShortList>
    </EntityInfoCard>
  );
}
