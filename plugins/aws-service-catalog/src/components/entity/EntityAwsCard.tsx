import { stringifyEntityRef } from '@backstage/catalog-model';
import { useApi, useRouteRef } from '@backstage/core-plugin-api';
import { EntityInfoCard, useEntity } from '@backstage/plugin-catalog-react';
import { ButtonLink, Flex, Link, Text } from '@backstage/ui';
import type {
  ListProvisionedProductsResponse,
  ProvisionedProduct,
} from 'backstage-plugin-aws-service-catalog-common';
import useAsyncRetry from 'react-use/esm/useAsyncRetry';
import { awsServiceCatalogApiRef } from '../../api';
import { resourcesRouteRef } from '../../routes';
import { Deadline, ErrorPanel, RowsSkeleton, StateBadge } from '../common';
import { formatAmount } from '../costs/amounts';
import { DefinitionList } from '../details/DefinitionList';
import { useProductLinks } from '../products/useProductLinks';
import { writeResourceFilters } from '../resources/resourceFilters';
import { countByStatus } from './countByStatus';
import styles from './EntityAwsContent.module.css';

/** The most provisioned products that the card counts; more are said as a number. */
const MOST_COUNTED = 100;

/** When the first of its leases ends, and what AWS has charged this month; nothing where neither is known. */
function NextThings({ items }: { items: ProvisionedProduct[] }) {
  const [next] = items
    .flatMap(({ lease }) =>
      lease && lease.state !== 'held' ? [lease.endsAt] : [],
    )
    .sort();
  const costs = new Map<string, number>();
  items.forEach(({ cost }) => {
    if (cost) {
      const before = costs.get(cost.currency) ?? 0;
      costs.set(cost.currency, before + cost.monthToDate);
    }
  });
  return (
    <DefinitionList
      entries={[
        { label: 'Next lease ends', value: next && <Deadline at={next} /> },
        {
          label: 'Cost this month',
          value:
            costs.size > 0
              ? [...costs]
                  .map(([currency, amount]) => formatAmount(amount, currency))
                  .join(', ')
              : undefined,
        },
      ]}
    />
  );
}

function Counts(props: {
  entityRef: string;
  answer: ListProvisionedProductsResponse;
}) {
  const { entityRef, answer } = props;
  const resourcesLink = useRouteRef(resourcesRouteRef);
  const more = answer.totalItems - answer.items.length;
  if (answer.totalItems === 0) {
    return <Text color="secondary">No AWS products to show.</Text>;
  }
  return (
    <ul className={styles.lines}>
      {countByStatus(answer.items).map(({ status, count }) => (
        <li key={status}>
          <Flex align="center" gap="2">
            <StateBadge status={status} />
            <Link
              href={`${resourcesLink()}?${writeResourceFilters({
                entityRef,
                status,
              })}`}
            >
              {count === 1 ? '1 product' : `${count} products`}
            </Link>
          </Flex>
        </li>
      ))}
      {more > 0 && (
        <li>
          <Link
            href={`${resourcesLink()}?${writeResourceFilters({ entityRef })}`}
          >
            {`and ${more} more`}
          </Link>
        </li>
      )}
    </ul>
  );
}

/** The card on an entity's overview: how many AWS products it has, by status, and a way to order one. */
export function EntityAwsCard() {
  const { entity } = useEntity();
  const entityRef = stringifyEntityRef(entity);
  const api = useApi(awsServiceCatalogApiRef);
  const links = useProductLinks(entityRef);
  const { value, error, retry } = useAsyncRetry(
    () => api.listProvisionedProducts({ entityRef, limit: MOST_COUNTED }),
    [api, entityRef],
  );
  return (
    <EntityInfoCard
      title="AWS"
      footerActions={
        <ButtonLink variant="secondary" href={links.gallery()}>
          Order AWS product
        </ButtonLink>
      }
    >
      {error && (
        <ErrorPanel
          title="The AWS products could not be loaded"
          error={error}
          onRetry={retry}
        />
      )}
      {!value && !error && <RowsSkeleton count={2} />}
      {value && (
        <>
          <Counts entityRef={entityRef} answer={value} />
          <NextThings items={value.items} />
        </>
      )}
    </EntityInfoCard>
  );
}
