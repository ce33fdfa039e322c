import { useApi } from '@backstage/core-plugin-api';
import { EntityInfoCard } from '@backstage/plugin-catalog-react';
import { Flex, Text } from '@backstage/ui';
import type { ProvisionedProductDetail } from 'backstage-plugin-aws-service-catalog-common';
import useAsyncRetry from 'react-use/esm/useAsyncRetry';
import { awsServiceCatalogApiRef } from '../../api';
import { ErrorPanel, RelativeTime, RowsSkeleton } from '../common';
import { Outputs } from '../details/Outputs';

/** The outputs of a provisioned product, read again when it changed. */
export function ResourceOutputs({
  resource,
}: {
  resource: ProvisionedProductDetail;
}) {
  const api = useApi(awsServiceCatalogApiRef);
  const { target, id, status, version } = resource;
  const { value, error, retry } = useAsyncRetry(
    () => api.listOutputs({ target, id }),
    [api, target, id, status, version.id],
  );
  return (
    <EntityInfoCard title="Outputs">
      {error && (
        <ErrorPanel
          title="The outputs could not be loaded"
          error={error}
          onRetry={retry}
        />
      )}
      {!value && !error && <RowsSkeleton count={3} />}
      {value && (
        <Flex direction="column" gap="3">
          {value.items.length > 0 ? (
            <Outputs outputs={value.items} />
          ) : (
            <Text color="secondary">
              {value.readAt
                ? 'It has no outputs.'
                : 'AWS has not told its outputs yet.'}
            </Text>
          )}
          {value.readAt && (
            <Text variant="body-x-small" color="secondary">
              Read from AWS <RelativeTime at={value.readAt} />
            </Text>
          )}
        </Flex>
      )}
    </EntityInfoCard>
  );
}
