import { useApi } from '@backstage/core-plugin-api';
import useAsync from 'react-use/esm/useAsync';
import { awsServiceCatalogApiRef } from '../../api';
import { RowsSkeleton } from '../common';
import { EntityResources, EntityResourcesProps } from './EntityResources';
import { ResourceHead } from './ResourceHead';

/** What an entity of the kind Resource has: when it stands for a single provisioned product the head of that one's page, else a table. */
export function EntityResource(props: EntityResourcesProps) {
  const { entityRef, version } = props;
  const api = useApi(awsServiceCatalogApiRef);
  const { value, error } = useAsync(
    () => api.listProvisionedProducts({ entityRef, limit: 2 }),
    [api, entityRef, version],
  );
  if (!value && !error) {
    return <RowsSkeleton count={2} />;
  }
  const [only, ...others] = value?.items ?? [];
  return only && others.length === 0 ? (
    <ResourceHead address={only} />
  ) : (
    <EntityResources {...props} />
  );
}
