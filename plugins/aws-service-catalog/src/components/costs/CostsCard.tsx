import { useApi } from '@backstage/core-plugin-api';
import { EntityInfoCard } from '@backstage/plugin-catalog-react';
import { Alert, Flex, Skeleton, Text } from '@backstage/ui';
import type {
  CostGrouping,
  ListCostsQuery,
  ListCostsResponse,
} from 'backstage-plugin-aws-service-catalog-common';
import { lazy, ReactNode, Suspense } from 'react';
import useAsyncRetry from 'react-use/esm/useAsyncRetry';
import { awsServiceCatalogApiRef } from '../../api';
import { ErrorPanel, RelativeTime, RowsSkeleton } from '../common';
import { formatAmount } from './amounts';
import styles from './Costs.module.css';
import { toSeries } from './costSeries';
import { costGroupName, CostTable } from './CostTable';

// The library that draws is loaded only where there is something to draw.
const CostBars = lazy(() => import('./CostBars'));

type Total = ListCostsResponse['totals'][number];

function Figures({ total }: { total: Total }) {
  const { currency, monthToDate, lastMonth, forecast } = total;
  const entries = [
    ['This month so far', monthToDate],
    ['Expected this month', forecast],
    ['Last month', lastMonth],
  ] as const;
  return (
    <dl className={styles.figures}>
      {entries.map(
        ([label, amount]) =>
          amount !== undefined && (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{formatAmount(amount, currency)}</dd>
            </div>
          ),
      )}
    </dl>
  );
}

function Figured(props: { title: string; costs: ListCostsResponse }) {
  const { title, costs } = props;
  const { groupBy, months, totals } = costs;
  return (
    <>
      {totals.map(total => {
        const { currency } = total;
        const groups = costs.groups.filter(
          group => group.currency === currency,
        );
        return (
          <Flex key={currency} direction="column" gap="4">
            <Figures total={total} />
            <Suspense fallback={<Skeleton className={styles.placeholder} />}>
              <CostBars
                months={months}
                series={toSeries(groups, group =>
                  costGroupName(groupBy, group),
                )}
                currency={currency}
              />
            </Suspense>
            <CostTable
              label={totals.length > 1 ? `${title}, ${currency}` : title}
              groupBy={groupBy}
              groups={groups}
            />
          </Flex>
        );
      })}
    </>
  );
}

/** What AWS products cost, over months: figures, a chart, and the same as a table. */
export function CostsCard(props: {
  title: string;
  /** Whose costs. */
  query: Pick<ListCostsQuery, 'owner' | 'entityRef' | 'target'>;
  /** What they are added up by. */
  groupBy: CostGrouping;
  /** What nothing to show is called. */
  none: string;
  /** The choice of what they are added up by. */
  choice?: ReactNode;
}) {
  const { title, groupBy, none, choice } = props;
  const { owner, entityRef, target } = props.query;
  const api = useApi(awsServiceCatalogApiRef);
  const { value, error, retry } = useAsyncRetry(
    () => api.listCosts({ owner, entityRef, target, groupBy }),
    [api, owner, entityRef, target, groupBy],
  );
  if (value?.status === 'not-configured') {
    // Where costs are not read, nobody misses them.
    return null;
  }
  return (
    <EntityInfoCard title={title}>
      <Flex direction="column" gap="4">
        {choice}
        {error && (
          <ErrorPanel
            title="The costs could not be loaded"
            error={error}
            onRetry={retry}
          />
        )}
        {!value && !error && <RowsSkeleton count={3} />}
        {value?.message && (
          <Alert
            status={value.status === 'pending' ? 'info' : 'warning'}
            icon
            title={value.message}
          />
        )}
        {value && value.groups.length > 0 && (
          <Figured title={title} costs={value} />
        )}
        {value && value.omittedGroups > 0 && (
          <Text as="p" variant="body-small" color="secondary">
            {`${value.omittedGroups} more are part of the sums, and not listed.`}
          </Text>
        )}
        {value?.status === 'ok' && value.groups.length === 0 && (
          <Text as="p" color="secondary">
            {none}
          </Text>
        )}
        {value?.asOf && (
          <Text as="p" variant="body-x-small" color="secondary">
            As AWS said <RelativeTime at={value.asOf} />. Its figures may be a
            day old; what is expected is the portal’s own extrapolation.
          </Text>
        )}
      </Flex>
    </EntityInfoCard>
  );
}
