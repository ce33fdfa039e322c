import { useApi } from '@backstage/core-plugin-api';
import { EntityInfoCard } from '@backstage/plugin-catalog-react';
import { Flex } from '@backstage/ui';
import type {
  ListStackParametersResponse,
  ProvisionedProductDetail,
} from 'backstage-plugin-aws-service-catalog-common';
import useAsyncRetry from 'react-use/esm/useAsyncRetry';
import { awsServiceCatalogApiRef } from '../../api';
import { ErrorPanel, RowsSkeleton } from '../common';
import { Parameters } from '../details/Parameters';
import { ReadNote } from './ReadNote';

/** The values that its parameters have. Absent where AWS does not tell them for what it is. */
export function ResourceParameters({
  resource,
}: {
  resource: ProvisionedProductDetail;
}) {
  const api = useApi(awsServiceCatalogApiRef);
  const { target, id, status, version, capabilities } = resource;
  const { value, error, retry } = useAsyncRetry(
    async (): Promise<ListStackParametersResponse> =>
      capabilities.stack
        ? api.listStackParameters({ target, id })
        : { items: [] },
    [api, target, id, status, version.id, capabilities.stack],
  );
  if (!capabilities.stack) {
    return null;
  }
  return (
    <EntityInfoCard title="Parameters">
      <Flex direction="column" gap="3">
        {error && (
          <ErrorPanel
            title="The parameters could not be loaded"
            error={error}
            onRetry={retry}
          />
        )}
        {!value && !error && <RowsSkeleton count={2} />}
        {value && (
          <>
            <Parameters
              parameters={value.items}
              none={
                value.readAt ? 'It has no parameters.' : 'They are not known.'
              }
            />
            <ReadNote {...value} />
          </>
        )}
      </Flex>
    </EntityInfoCard>
  );
}
