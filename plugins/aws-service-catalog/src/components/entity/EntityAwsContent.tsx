import {
  isGroupEntity,
  isResourceEntity,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import { useApi } from '@backstage/core-plugin-api';
import { useEntity } from '@backstage/plugin-catalog-react';
import { Flex } from '@backstage/ui';
import useAsyncRetry from 'react-use/esm/useAsyncRetry';
import { awsServiceCatalogApiRef } from '../../api';
import { ErrorPanel } from '../common';
import type { ResourceColumn } from '../resources/resourceColumns';
import { CostsCard } from '../costs/CostsCard';
import { EntityResource } from './EntityResource';
import { EntityResources } from './EntityResources';
import { OpenOrders } from './OpenOrders';
import { OrderableProducts } from './OrderableProducts';
import { openOrdersFingerprint, useOpenOrders } from './useOpenOrders';

const MOST_TILES = 12;
const entityColumns: ResourceColumn[] = [
  'status',
  'product',
  'target',
  'lease',
  'cost',
  'age',
];
const groupColumns: ResourceColumn[] = [
  'status',
  'product',
  'entity',
  'target',
  'lease',
  'cost',
  'age',
];

/**
 * The content of an entity's tab "AWS": what is being ordered for it, what it has, and what it may order. A group shows what it
 * owns, and a resource that stands for a single AWS product shows that one.
 */
export function EntityAwsContent() {
  const { entity } = useEntity();
  const entityRef = stringifyEntityRef(entity);
  const isGroup = isGroupEntity(entity);
  const api = useApi(awsServiceCatalogApiRef);
  const open = useOpenOrders(isGroup ? { owner: entityRef } : { entityRef });
  const products = useAsyncRetry(
    () => api.listProducts({ entityRef, limit: MOST_TILES }),
    [api, entityRef],
  );
  const openOrders = open.value?.items ?? [];
  const noun = entity.kind.toLowerCase();
  const Resources = isResourceEntity(entity) ? EntityResource : EntityResources;

  return (
    <Flex direction="column" gap="4">
      {open.error && (
        <ErrorPanel
          title="The open orders could not be loaded"
          error={open.error}
          onRetry={open.refresh}
        />
      )}
      {openOrders.length > 0 && <OpenOrders orders={openOrders} />}
      <Resources
        entityRef={entityRef}
        title={isGroup ? `This ${noun} owns` : `This ${noun} has`}
        columns={isGroup ? groupColumns : entityColumns}
        isHidden={products.value?.entity?.state === 'not-yours'}
        version={openOrdersFingerprint(openOrders)}
      />
      <CostsCard
        title="What it costs"
        query={{ entityRef }}
        groupBy={isGroup ? 'product' : 'provisionedProduct'}
        none="AWS has charged nothing for it."
      />
      <OrderableProducts
        title="It may order"
        entityRef={entityRef}
        answer={products.value}
        error={products.error}
        onRetry={products.retry}
      />
    </Flex>
  );
}
