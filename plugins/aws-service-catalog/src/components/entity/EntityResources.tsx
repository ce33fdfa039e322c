import { useApi, useRouteRef } from '@backstage/core-plugin-api';
import { EntityInfoCard } from '@backstage/plugin-catalog-react';
import { useTable } from '@backstage/ui';
import { useEffect, useMemo, useRef } from 'react';
import { awsServiceCatalogApiRef } from '../../api';
import { resourceRouteRef } from '../../routes';
import { ErrorPanel } from '../common';
import { EmptyList } from '../lists/EmptyList';
import { countLabel } from '../lists/countLabel';
import { ListTable } from '../lists/ListTable';
import {
  resourceColumns,
  ResourceColumn,
  ResourceRow,
  toResourceRows,
} from '../resources/resourceColumns';

const PAGE_SIZE = 10;
const getLabel = countLabel('product', 'products');

/** Whose provisioned products are shown, and how. */
export type EntityResourcesProps = {
  entityRef: string;
  title: string;
  columns: ResourceColumn[];
  /** The caller is no member of its owner, and sees nothing of what it may have. */
  isHidden: boolean;
  /** The list is loaded again when it changes. */
  version: string;
};

/** What an entity has: a table of provisioned products. */
export function EntityResources(props: EntityResourcesProps) {
  const { entityRef, title, columns: shown, isHidden, version } = props;
  const api = useApi(awsServiceCatalogApiRef);
  const resourceLink = useRouteRef(resourceRouteRef);
  const { tableProps, reload } = useTable<ResourceRow, string>({
    mode: 'cursor',
    filter: entityRef,
    paginationOptions: {
      pageSize: PAGE_SIZE,
      showPageSizeOptions: false,
      getLabel,
    },
    getData: async ({ cursor, pageSize, filter, signal }) => {
      const page = await api.listProvisionedProducts(
        { entityRef: filter, limit: pageSize, cursor },
        { signal },
      );
      return {
        data: toResourceRows(page.items),
        nextCursor: page.nextCursor,
        totalCount: page.totalItems,
      };
    },
  });

  const loaded = useRef(version);
  useEffect(() => {
    if (loaded.current !== version) {
      loaded.current = version;
      reload();
    }
  }, [version, reload]);

  const columns = useMemo(
    () => resourceColumns(resourceLink, shown),
    [resourceLink, shown],
  );
  return (
    <EntityInfoCard title={title}>
      {tableProps.error ? (
        <ErrorPanel
          title="The list could not be loaded"
          error={tableProps.error}
          onRetry={reload}
        />
      ) : (
        <ListTable
          {...tableProps}
          label={title}
          columnConfig={columns}
          pagination={
            tableProps.data && tableProps.data.length > 0
              ? tableProps.pagination
              : { type: 'none' }
          }
          emptyState={
            isHidden ? (
              <EmptyList
                title="Nothing that you may see"
                description="Only its owner sees the AWS products of an entity."
              />
            ) : (
              <EmptyList
                title="No AWS products yet"
                description="What is ordered shows here as soon as AWS has accepted it."
              />
            )
          }
        />
      )}
    </EntityInfoCard>
  );
}
