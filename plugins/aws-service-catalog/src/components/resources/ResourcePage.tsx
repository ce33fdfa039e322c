import { useRouteRef } from '@backstage/core-plugin-api';
import { EntityInfoCard } from '@backstage/plugin-catalog-react';
import { Flex } from '@backstage/ui';
import { useParams } from 'react-router-dom';
import { ordersRouteRef, resourceRouteRef } from '../../routes';
import { DeepPage, ErrorPanel, NotThere } from '../common';
import { Columns } from '../details/Columns';
import { LeaseCard } from '../leases/LeaseCard';
import { RefreshButton } from './RefreshButton';
import { ResourceActions } from './ResourceActions';
import { ResourceFacts } from './ResourceFacts';
import { ResourceHistory } from './ResourceHistory';
import { ResourceOutputs } from './ResourceOutputs';
import { ResourceParameters } from './ResourceParameters';
import { ResourceParts } from './ResourceParts';
import { ResourceStatus } from './ResourceStatus';
import { ResourceTags } from './ResourceTags';
import { useLiveResource } from './useLiveResource';

/** One provisioned product: whether it is well, how to use it, what it is and what can be done. */
export function ResourcePage() {
  const { target = '', id = '' } = useParams();
  const { value: resource, error, refresh } = useLiveResource({ target, id });
  const resourceLink = useRouteRef(resourceRouteRef);
  const ordersLink = useRouteRef(ordersRouteRef);

  if (!resource) {
    return (
      <NotThere
        title="The page could not be loaded"
        error={error}
        onRetry={refresh}
        why="It was terminated, or it belongs to a team that you are not in. Orders are kept after a termination."
        link={{ label: 'Look at the orders', href: ordersLink() }}
      />
    );
  }
  return (
    <DeepPage
      title={resource.name}
      href={resourceLink({ target, id })}
      actions={<ResourceActions resource={resource} />}
    >
      <Columns
        main={
          <Flex direction="column" gap="4">
            {error && (
              <ErrorPanel
                title="The page could not be refreshed"
                error={error}
                onRetry={refresh}
              />
            )}
            <ResourceStatus resource={resource} />
            <ResourceOutputs resource={resource} />
            <ResourceParts resource={resource} />
            <ResourceHistory resource={resource} />
          </Flex>
        }
        side={
          <Flex direction="column" gap="4">
            <EntityInfoCard
              title="About"
              footerActions={
                <RefreshButton address={{ target, id }} onDone={refresh} />
              }
            >
              <ResourceFacts resource={resource} />
            </EntityInfoCard>
            <LeaseCard resource={resource} onChange={refresh} />
            <ResourceParameters resource={resource} />
            <ResourceTags resource={resource} />
          </Flex>
        }
      />
    </DeepPage>
  );
}
