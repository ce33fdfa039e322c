import { useApi } from '@backstage/core-plugin-api';
import { EntityInfoCard } from '@backstage/plugin-catalog-react';
import type { ProvisionedProductDetail } from 'backstage-plugin-aws-service-catalog-common';
import useAsyncRetry from 'react-use/esm/useAsyncRetry';
import { awsServiceCatalogApiRef } from '../../api';
import { ErrorPanel, RowsSkeleton } from '../common';
import { Parameters } from '../details/Parameters';
import { parametersFromOrders } from './parametersFromOrders';

const MOST_ORDERS = 100;

/** The values that a provisioned product was last given. AWS does not tell them, so only what was ordered here is known. */
export function ResourceParameters({
  resource,
}: {
  resource: ProvisionedProductDetail;
}) {
  const api = useApi(awsServiceCatalogApiRef);
  const { target, id, status, openOrderId } = resource;
  const { value, error, retry } = useAsyncRetry(
    () =>
      api.listOrders({
        scope: 'all',
        target,
        provisionedProductId: id,
        state: 'succeeded',
        limit: MOST_ORDERS,
      }),
    [api, target, id, status, openOrderId],
  );
  return (
    <EntityInfoCard title="Parameters">
      {error && (
        <ErrorPanel
          title="The parameters could not be loaded"
          error={error}
          onRetry={retry}
        />
      )}
      {!value && !error && <RowsSkeleton count={2} />}
      {value && (
        <Parameters
          parameters={parametersFromOrders(value.items)}
          none="No order that succeeded has set any."
        />
      )}
    </EntityInfoCard>
  );
}
