import { EntityRefLink } from '@backstage/plugin-catalog-react';
import { Cell, CellText, ColumnConfig } from '@backstage/ui';
import type { ProvisionedProduct } from 'backstage-plugin-aws-service-catalog-common';
import { RelativeTime, StateBadge } from '../common';
import { formatAmount } from '../costs/amounts';
import { LeaseEnd } from '../leases/LeaseEnd';
import { versionNote } from './VersionState';

/** A provisioned product in a list; its id alone may repeat across targets. */
export type ResourceRow = { id: string; resource: ProvisionedProduct };

/** Makes rows of provisioned products. */
export function toResourceRows(resources: ProvisionedProduct[]): ResourceRow[] {
  return resources.map(resource => ({
    id: `${resource.target}/${resource.id}`,
    resource,
  }));
}

const columns = {
  status: {
    id: 'status',
    label: 'Status',
    cell: ({ resource }) => (
      <Cell data-label="Status">
        <StateBadge status={resource.status} />
      </Cell>
    ),
  },
  product: {
    id: 'product',
    label: 'Product',
    cell: ({ resource }) => (
      <CellText
        data-label="Product"
        title={resource.product.name}
        description={[resource.version.name, versionNote(resource)]
          .filter(Boolean)
          .join(' · ')}
      />
    ),
  },
  entity: {
    id: 'entity',
    label: 'Entity',
    cell: ({ resource }) => (
      <Cell data-label="Entity">
        {resource.entityRef ? (
          <EntityRefLink entityRef={resource.entityRef} />
        ) : (
          '–'
        )}
      </Cell>
    ),
  },
  owner: {
    id: 'owner',
    label: 'Owner',
    cell: ({ resource }) => (
      <Cell data-label="Owner">
        {resource.owner ? (
          <EntityRefLink entityRef={resource.owner} />
        ) : (
          'nobody yet'
        )}
      </Cell>
    ),
  },
  target: {
    id: 'target',
    label: 'Target',
    cell: ({ resource }) => (
      <CellText
        data-label="Target"
        title={resource.target}
        description={resource.region}
      />
    ),
  },
  lease: {
    id: 'lease',
    label: 'Lease ends',
    cell: ({ resource: { lease } }) => (
      <Cell data-label="Lease ends">
        <div>{lease ? <LeaseEnd lease={lease} /> : '–'}</div>
      </Cell>
    ),
  },
  cost: {
    id: 'cost',
    label: 'This month',
    cell: ({ resource: { cost } }) => (
      <Cell data-label="This month">
        {cost ? formatAmount(cost.monthToDate, cost.currency) : '–'}
      </Cell>
    ),
  },
  age: {
    id: 'age',
    label: 'Created',
    cell: ({ resource }) => (
      <Cell data-label="Created">
        <RelativeTime at={resource.createdAt} />
      </Cell>
    ),
  },
} satisfies Record<string, ColumnConfig<ResourceRow>>;

/** A column of a list of provisioned products, besides the name. */
export type ResourceColumn = keyof typeof columns;

/**
 * The columns of a list of provisioned products: the name first, then those asked for.
 *
 * @param resourceHref - the path of a provisioned product's page
 */
export function resourceColumns(
  resourceHref: (address: { target: string; id: string }) => string,
  shown: ResourceColumn[],
): ColumnConfig<ResourceRow>[] {
  return [
    {
      id: 'name',
      label: 'Name',
      isRowHeader: true,
      cell: ({ resource }) => (
        <CellText
          title={resource.name}
          href={resourceHref({ target: resource.target, id: resource.id })}
        />
      ),
    },
    ...shown.map(column => columns[column]),
  ];
}
