import { useApi } from '@backstage/core-plugin-api';
import useAsyncRetry from 'react-use/esm/useAsyncRetry';
import { awsServiceCatalogApiRef } from '../../api';
import { ErrorPanel, RowsSkeleton } from '../common';
import { EntityResources, EntityResourcesProps } from './EntityResources';
import { ResourceHead } from './ResourceHead';

/** What an entity of the kind Resource has: when it stands for a single provisioned product the head of that one's page, else a table. */
export function EntityResource(props: EntityResourcesProps) {
  const { entityRef, version } = props;
  const api = useApi(awsServiceCatalogApiRef);
  const { value, error, retry } = useAsyncRetry(
    () => api.listProvisionedProducts({ entityRef, limit: 2 }),
    [api, entityRef, version],
  );
  if (error) {
    return (
      <ErrorPanel
        title="The AWS products could not be loaded"
        error={error}
        onRetry={retry}
      />
    );
  }
  if (!value) {
    return <RowsSkeleton count={2} />;
  }
  const [only, ...others] = value.items;
  return only && others.length === 0 ? (
    <ResourceHead address={only} version={version} />
  ) : (
    <EntityResources {...props} />
  );
}
