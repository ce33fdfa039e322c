import { useApi, useRouteRef } from '@backstage/core-plugin-api';
import { Flex, Link, Text } from '@backstage/ui';
import useAsyncRetry from 'react-use/esm/useAsyncRetry';
import { awsServiceCatalogApiRef } from '../../api';
import { resourcesRouteRef } from '../../routes';
import { ErrorPanel, RowsSkeleton } from '../common';
import { formatAmount } from '../costs/amounts';
import { costGroupName } from '../costs/CostTable';
import { DefinitionList } from '../details/DefinitionList';

const MOST_SHOWN = 5;

/** The content of the home page's card: what the products of the reader's teams cost this month. */
export function Content() {
  const api = useApi(awsServiceCatalogApiRef);
  const resourcesLink = useRouteRef(resourcesRouteRef);
  const { value, error, retry } = useAsyncRetry(
    () => api.listCosts({ groupBy: 'owner', months: 2 }),
    [api],
  );
  return (
    <Flex direction="column" gap="4">
      {error && (
        <ErrorPanel
          title="The costs could not be loaded"
          error={error}
          onRetry={retry}
        />
      )}
      {!value && !error && <RowsSkeleton count={2} />}
      {value?.groups.length === 0 && (
        <Text as="p" color="secondary">
          {value.message ?? 'Your teams cost nothing yet.'}
        </Text>
      )}
      {value && value.groups.length > 0 && (
        <>
          <DefinitionList
            entries={value.groups.slice(0, MOST_SHOWN).map(group => ({
              label: costGroupName('owner', group),
              value: `${formatAmount(
                group.monthToDate,
                group.currency,
              )} this month, ${formatAmount(
                group.lastMonth,
                group.currency,
              )} last month`,
            }))}
          />
          <Link href={resourcesLink()}>Look at the resources</Link>
        </>
      )}
    </Flex>
  );
}
