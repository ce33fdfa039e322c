import { useApi, useRouteRef } from '@backstage/core-plugin-api';
import { Box, Button, ButtonLink, Container, useTable } from '@backstage/ui';
import type { TargetStatus } from 'backstage-plugin-aws-service-catalog-common';
import { useMemo, useState } from 'react';
import { useSearchParams } from 'react-router-dom';
import { awsServiceCatalogApiRef } from '../../api';
import { productsRouteRef, resourceRouteRef } from '../../routes';
import { ErrorPanel, TargetFreshness } from '../common';
import { EmptyList } from '../lists/EmptyList';
import { countLabel } from '../lists/countLabel';
import { ListTable } from '../lists/ListTable';
import { BulkUpgradeDialog } from './BulkUpgradeDialog';
import { ResourceFilterBar } from './ResourceFilterBar';
import {
  resourceColumns,
  ResourceRow,
  toResourceRows,
} from './resourceColumns';
import {
  readResourceFilters,
  ResourceFilters,
  writeResourceFilters,
} from './resourceFilters';

const PAGE_SIZE = 20;
const getLabel = countLabel('product', 'products');

function NoResources({ filters }: { filters: ResourceFilters }) {
  const productsLink = useRouteRef(productsRouteRef);
  if (writeResourceFilters(filters).size > 0) {
    return (
      <EmptyList
        title="Nothing matches these filters"
        description="Remove a filter or search for another name."
      />
    );
  }
  return (
    <EmptyList
      title="Your teams run no AWS products yet"
      description="The catalog shows what you may order."
      action={<ButtonLink href={productsLink()}>Open the catalog</ButtonLink>}
    />
  );
}

/** What the caller's teams run. Its filters are the URL's query. */
export function ResourcesPage() {
  const api = useApi(awsServiceCatalogApiRef);
  const resourceLink = useRouteRef(resourceRouteRef);
  const [params, setParams] = useSearchParams();
  const [upgrading, setUpgrading] = useState(false);
  const [targets, setTargets] = useState<TargetStatus[]>([]);
  const filters = useMemo(() => readResourceFilters(params), [params]);
  const { tableProps, reload } = useTable<ResourceRow, ResourceFilters>({
    mode: 'cursor',
    filter: filters,
    paginationOptions: { pageSize: PAGE_SIZE, getLabel },
    getData: async ({ cursor, pageSize, filter, signal }) => {
      const page = await api.listProvisionedProducts(
        { ...filter, limit: pageSize, cursor },
        { signal },
      );
      setTargets(page.targets);
      return {
        data: toResourceRows(page.items),
        nextCursor: page.nextCursor,
        totalCount: page.totalItems,
      };
    },
  });
  const columns = useMemo(
    () =>
      resourceColumns(resourceLink, [
        'status',
        'product',
        'entity',
        'owner',
        'target',
        'lease',
        'cost',
        'age',
      ]),
    [resourceLink],
  );

  return (
    <Container py="4">
      <ResourceFilterBar
        filters={filters}
        targets={targets}
        onChange={next =>
          setParams(writeResourceFilters(next), { replace: true })
        }
      />
      {filters.outdated && (
        <Box mb="4">
          <Button variant="secondary" onPress={() => setUpgrading(true)}>
            Upgrade them
          </Button>
        </Box>
      )}
      {tableProps.error ? (
        <ErrorPanel
          title="The list could not be loaded"
          error={tableProps.error}
          onRetry={reload}
        />
      ) : (
        <ListTable
          {...tableProps}
          label="Resources"
          columnConfig={columns}
          emptyState={<NoResources filters={filters} />}
        />
      )}
      {upgrading && (
        <BulkUpgradeDialog
          query={filters}
          onClose={() => {
            setUpgrading(false);
            reload();
          }}
        />
      )}
      <Box mt="4">
        <TargetFreshness targets={targets} />
      </Box>
    </Container>
  );
}
