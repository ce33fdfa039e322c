import { useApi, useRouteRef } from '@backstage/core-plugin-api';
import { EntityInfoCard } from '@backstage/plugin-catalog-react';
import { Button, Flex, Link, Text } from '@backstage/ui';
import type {
  ProvisionedProduct,
  TargetStatus,
} from 'backstage-plugin-aws-service-catalog-common';
import { useState } from 'react';
import { useNavigate } from 'react-router-dom';
import useAsyncRetry from 'react-use/esm/useAsyncRetry';
import { awsServiceCatalogApiRef } from '../../api';
import {
  orderRouteRef,
  resourceRouteRef,
  resourcesRouteRef,
} from '../../routes';
import { ErrorPanel, RowsSkeleton, StateBadge } from '../common';
import { ImportDialog } from './ImportDialog';
import { OwnerDialog } from './OwnerDialog';
import styles from './Platform.module.css';

const MOST_SHOWN = 10;

/** What nobody owns in the portal yet, and a way to give it an owner. */
export function UnownedCard({ targets }: { targets: TargetStatus[] }) {
  const api = useApi(awsServiceCatalogApiRef);
  const resourceLink = useRouteRef(resourceRouteRef);
  const resourcesLink = useRouteRef(resourcesRouteRef);
  const orderLink = useRouteRef(orderRouteRef);
  const navigate = useNavigate();
  const [importing, setImporting] = useState(false);
  const [claimed, setClaimed] = useState<ProvisionedProduct>();
  const { value, error, retry } = useAsyncRetry(
    () => api.listProvisionedProducts({ unowned: true, limit: MOST_SHOWN }),
    [api],
  );
  const more = (value?.totalItems ?? 0) - (value?.items.length ?? 0);
  return (
    <EntityInfoCard
      title="Owned by nobody"
      footerActions={
        <Button variant="secondary" onPress={() => setImporting(true)}>
          Import a stack
        </Button>
      }
    >
      {error && (
        <ErrorPanel
          title="They could not be loaded"
          error={error}
          onRetry={retry}
        />
      )}
      {!value && !error && <RowsSkeleton count={2} />}
      {value?.totalItems === 0 && (
        <Text as="p" color="secondary">
          Everything in the targets has an owner.
        </Text>
      )}
      {value && value.items.length > 0 && (
        <ul className={styles.findings} aria-label="Owned by nobody">
          {value.items.map(resource => {
            const { target, id, name, product, status } = resource;
            return (
              <li key={`${target}/${id}`} className={styles.finding}>
                <Flex align="center" gap="3" style={{ flexWrap: 'wrap' }}>
                  <StateBadge status={status} />
                  <Link href={resourceLink({ target, id })}>{name}</Link>
                  <Text variant="body-small" color="secondary">
                    {`${product.name}, ${target}`}
                  </Text>
                  <Button
                    size="small"
                    variant="secondary"
                    aria-label={`Give ${name} an owner`}
                    onPress={() => setClaimed(resource)}
                  >
                    Give it an owner
                  </Button>
                </Flex>
              </li>
            );
          })}
        </ul>
      )}
      {more > 0 && (
        <Link
          href={`${resourcesLink()}?unowned=true`}
        >{`and ${more} more`}</Link>
      )}
      {importing && (
        <ImportDialog
          targets={targets}
          onClose={() => setImporting(false)}
          onOrdered={({ id }) => navigate(orderLink({ id }))}
        />
      )}
      {claimed && (
        <OwnerDialog
          title={`Who owns ${claimed.name}?`}
          explanation="The owner sees and changes it in the portal from now on. Nothing changes in AWS, and no tag is written."
          button="Give it to them"
          change={owner =>
            api.adoptProvisionedProduct(
              { target: claimed.target, id: claimed.id },
              { owner },
            )
          }
          onClose={() => setClaimed(undefined)}
          onDone={() => {
            setClaimed(undefined);
            retry();
          }}
        />
      )}
    </EntityInfoCard>
  );
}
