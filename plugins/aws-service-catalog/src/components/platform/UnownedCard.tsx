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
import { ShortList, StateBadge } from '../common';
import { ImportDialog } from './ImportDialog';
import { OwnerDialog } from './OwnerDialog';

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
  const read = useAsyncRetry(
    () => api.listProvisionedProducts({ unowned: true, limit: MOST_SHOWN }),
    [api],
  );
  return (
    <EntityInfoCard
      title="Owned by nobody"
      footerActions={
        <Button variant="secondary" onPress={() => setImporting(true)}>
          Import a stack
        </Button>
      }
    >
      <ShortList
        {...read}
        label="Owned by nobody"
        failed="They could not be loaded"
        none="Everything in the targets has an owner."
        keyOf={({ target, id }) => `${target}/${id}`}
        moreHref={`${resourcesLink()}?unowned=true`}
      >
        {resource => {
          const { target, id, name, product, status } = resource;
          return (
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
          );
        }}
      </ShortList>
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
            read.retry();
          }}
        />
      )}
    </EntityInfoCard>
  );
}
