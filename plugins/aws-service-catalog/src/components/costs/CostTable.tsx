import { useRouteRef } from '@backstage/core-plugin-api';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import { Link } from '@backstage/ui';
import type {
  CostGroup,
  CostGrouping,
} from 'backstage-plugin-aws-service-catalog-common';
import { resourceRouteRef } from '../../routes';
import { nameOf } from '../common/nameOf';
import { formatAmount } from './amounts';
import styles from './Costs.module.css';

/** What each grouping is called, above the names of its groups. */
const groupingLabels: Record<CostGrouping, string> = {
  product: 'Product',
  owner: 'Owner',
  entity: 'Entity',
  target: 'Target',
  provisionedProduct: 'Resource',
};

/** What a group without a key is called. */
const nobody: Record<CostGrouping, string> = {
  product: 'Unknown product',
  owner: 'Nobody',
  entity: 'No entity',
  target: 'Unknown target',
  provisionedProduct: 'Unknown',
};

/** What a group is called, in words. */
export function costGroupName(
  groupBy: CostGrouping,
  { key, name }: CostGroup,
): string {
  if (key === undefined) {
    return nobody[groupBy];
  }
  const isRef = groupBy === 'owner' || groupBy === 'entity';
  return name ?? (isRef ? nameOf(key) : key);
}

function GroupName(props: { groupBy: CostGrouping; group: CostGroup }) {
  const { groupBy, group } = props;
  const resourceLink = useRouteRef(resourceRouteRef);
  const { key } = group;
  if (key !== undefined && (groupBy === 'owner' || groupBy === 'entity')) {
    return <EntityRefLink entityRef={key} />;
  }
  const name = costGroupName(groupBy, group);
  if (key !== undefined && groupBy === 'provisionedProduct') {
    const [target, id] = key.split('/');
    return <Link href={resourceLink({ target, id })}>{name}</Link>;
  }
  return <>{name}</>;
}

/** What each group costs, as numbers. */
export function CostTable(props: {
  /** For people who cannot see it. */
  label: string;
  groupBy: CostGrouping;
  groups: CostGroup[];
}) {
  const { label, groupBy, groups } = props;
  return (
    // A region that scrolls has to be reachable by keyboard.
    <div
      className={styles.scroll}
      role="region"
      aria-label={label}
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
    >
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{groupingLabels[groupBy]}</th>
            <th scope="col">This month</th>
            <th scope="col">Last month</th>
            <th scope="col">Expected this month</th>
          </tr>
        </thead>
        <tbody>
          {groups.map(group => (
            <tr key={`${group.key} ${group.currency}`}>
              <th scope="row">
                <GroupName groupBy={groupBy} group={group} />
              </th>
              <td>{formatAmount(group.monthToDate, group.currency)}</td>
              <td>{formatAmount(group.lastMonth, group.currency)}</td>
              <td>
                {group.forecast === undefined
                  ? '–'
                  : formatAmount(group.forecast, group.currency)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
