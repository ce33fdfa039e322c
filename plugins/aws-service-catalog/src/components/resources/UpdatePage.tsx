import { useApi, useRouteRef } from '@backstage/core-plugin-api';
import { useState } from 'react';
import { useParams } from 'react-router-dom';
import useAsyncRetry from 'react-use/esm/useAsyncRetry';
import { awsServiceCatalogApiRef } from '../../api';
import {
  resourceRouteRef,
  resourcesRouteRef,
  resourceUpdateRouteRef,
} from '../../routes';
import { DeepPage, NotThere } from '../common';
import { EmptyList } from '../lists/EmptyList';
import { loadUpdate } from './update';
import { UpdateFields } from './UpdateFields';
import { VersionFields } from './VersionFields';

/** The page that changes version or parameters of a provisioned product. */
export function UpdatePage() {
  const { target = '', id = '' } = useParams();
  const api = useApi(awsServiceCatalogApiRef);
  const resourceLink = useRouteRef(resourceRouteRef);
  const resourcesLink = useRouteRef(resourcesRouteRef);
  const updateLink = useRouteRef(resourceUpdateRouteRef);
  const [chosen, setChosen] = useState<{
    version?: string;
    path?: string;
  }>({});
  const { value, error, retry } = useAsyncRetry(
    () => loadUpdate(api, { target, id }, chosen),
    [api, target, id, chosen],
  );

  if (!value) {
    return (
      <NotThere
        title="The form could not be loaded"
        error={error}
        onRetry={retry}
        why="It was terminated, or it belongs to a team that you are not in."
        link={{ label: 'Look at the resources', href: resourcesLink() }}
      />
    );
  }
  const { resource } = value;
  const { form } = value.form;
  const { update } = resource.actions;
  const versions = (
    <VersionFields
      update={value}
      onChange={change => setChosen(previous => ({ ...previous, ...change }))}
    />
  );
  return (
    <DeepPage
      title={`Update ${resource.name}`}
      href={updateLink({ target, id })}
      parents={[{ label: resource.name, href: resourceLink({ target, id }) }]}
    >
      {!update.allowed && (
        <EmptyList
          title="It cannot be updated now"
          description={update.reason}
        />
      )}
      {update.allowed && !form && versions}
      {update.allowed && form && (
        <UpdateFields
          key={`${form.version.id} ${form.path.id}`}
          update={value}
          form={form}
        >
          {versions}
        </UpdateFields>
      )}
    </DeepPage>
  );
}
