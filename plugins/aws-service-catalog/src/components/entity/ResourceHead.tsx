import { useRouteRef } from '@backstage/core-plugin-api';
import { EntityInfoCard } from '@backstage/plugin-catalog-react';
import { Flex, Link } from '@backstage/ui';
import type { TargetAddress } from 'backstage-plugin-aws-service-catalog-common';
import { useEffect, useRef } from 'react';
import { resourceRouteRef } from '../../routes';
import { DetailSkeleton, ErrorPanel } from '../common';
import { ResourceActions } from '../resources/ResourceActions';
import { ResourceOutputs } from '../resources/ResourceOutputs';
import { ResourceStatus } from '../resources/ResourceStatus';
import { useLiveResource } from '../resources/useLiveResource';

/**
 * The head of a provisioned product's page, on the page of the entity that stands for it: how it is, what can be done, how to use it.
 *
 * @param props.version - it is looked at again when this changes
 */
export function ResourceHead(props: {
  address: TargetAddress;
  version: string;
}) {
  const { address, version } = props;
  const { value: resource, error, refresh } = useLiveResource(address);
  const resourceLink = useRouteRef(resourceRouteRef);
  const seen = useRef(version);
  useEffect(() => {
    if (seen.current !== version) {
      seen.current = version;
      refresh();
    }
  }, [version, refresh]);
  return (
    <>
      {error && (
        <ErrorPanel
          title="The AWS product could not be loaded"
          error={error}
          onRetry={refresh}
        />
      )}
      {!resource && !error && <DetailSkeleton />}
      {resource && (
        <>
          <EntityInfoCard
            title={resource.name}
            footerActions={<ResourceActions resource={resource} />}
          >
            <Flex direction="column" align="start" gap="3">
              <ResourceStatus resource={resource} />
              <Link href={resourceLink(address)}>
                Parameters, parts, tags, lease and history
              </Link>
            </Flex>
          </EntityInfoCard>
          <ResourceOutputs resource={resource} />
        </>
      )}
    </>
  );
}
