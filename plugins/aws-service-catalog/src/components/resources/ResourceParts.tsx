import { useApi } from '@backstage/core-plugin-api';
import { EntityInfoCard } from '@backstage/plugin-catalog-react';
import { Flex, Tab, TabList, TabPanel, Tabs, Text } from '@backstage/ui';
import type {
  ProvisionedProductDetail,
  StackEvent,
  StackResource,
} from 'backstage-plugin-aws-service-catalog-common';
import useAsyncRetry from 'react-use/esm/useAsyncRetry';
import { awsServiceCatalogApiRef } from '../../api';
import { ErrorPanel, RelativeTime, RowsSkeleton } from '../common';
import { ReadNote } from './ReadNote';
import styles from './ResourceHistory.module.css';
import { stackStatusLabel } from './stackStatus';

function PartLine({ part }: { part: StackResource }) {
  const { logicalId, physicalId, type, status, reason } = part;
  return (
    <li className={styles.line}>
      <Flex align="center" gap="3" style={{ flexWrap: 'wrap' }}>
        <Text weight="bold">{logicalId}</Text>
        <Text variant="body-small">{stackStatusLabel(status)}</Text>
        <Text variant="body-small" color="secondary">
          {type}
        </Text>
      </Flex>
      {physicalId && (
        <Text as="p" variant="body-small" color="secondary">
          {physicalId}
        </Text>
      )}
      {reason && (
        <Text as="p" variant="body-small">
          {reason}
        </Text>
      )}
    </li>
  );
}

function EventLine({ event }: { event: StackEvent }) {
  const { at, logicalId, type, status, reason } = event;
  return (
    <li className={styles.line}>
      <Flex align="center" gap="3" style={{ flexWrap: 'wrap' }}>
        <Text weight="bold">{logicalId}</Text>
        <Text variant="body-small">{stackStatusLabel(status)}</Text>
        <Text variant="body-small" color="secondary">
          {type} · <RelativeTime at={at} />
        </Text>
      </Flex>
      {reason && (
        <Text as="p" variant="body-small">
          {reason}
        </Text>
      )}
    </li>
  );
}

type Address = Pick<
  ProvisionedProductDetail,
  'target' | 'id' | 'status' | 'version'
>;

function Parts({ target, id, status, version }: Address) {
  const api = useApi(awsServiceCatalogApiRef);
  const { value, error, retry } = useAsyncRetry(
    () => api.listStackResources({ target, id }),
    [api, target, id, status, version.id],
  );
  if (error) {
    return (
      <ErrorPanel
        title="The parts could not be loaded"
        error={error}
        onRetry={retry}
      />
    );
  }
  return value ? (
    <Flex direction="column" gap="3">
      {value.items.length > 0 ? (
        <ul className={styles.lines} aria-label="Parts">
          {value.items.map(part => (
            <PartLine key={part.logicalId} part={part} />
          ))}
        </ul>
      ) : (
        <Text as="p" color="secondary">
          There are no parts to show.
        </Text>
      )}
      <ReadNote {...value} />
    </Flex>
  ) : (
    <RowsSkeleton count={3} />
  );
}

function Events({ target, id, status, version }: Address) {
  const api = useApi(awsServiceCatalogApiRef);
  const { value, error, retry } = useAsyncRetry(
    () => api.listStackEvents({ target, id }),
    [api, target, id, status, version.id],
  );
  if (error) {
    return (
      <ErrorPanel
        title="The events could not be loaded"
        error={error}
        onRetry={retry}
      />
    );
  }
  return value ? (
    <Flex direction="column" gap="3">
      {value.items.length > 0 ? (
        <ul className={styles.lines} aria-label="Events, newest first">
          {value.items.map(event => (
            <EventLine key={event.id} event={event} />
          ))}
        </ul>
      ) : (
        <Text as="p" color="secondary">
          There are no events to show.
        </Text>
      )}
      {value.hasMore && (
        <Text as="p" variant="body-small" color="secondary">
          Older events are in the AWS console.
        </Text>
      )}
      <ReadNote {...value} />
    </Flex>
  ) : (
    <RowsSkeleton count={3} />
  );
}

/** What it is made of, and what happened to it. Absent where AWS does not tell for what it is. */
export function ResourceParts({
  resource,
}: {
  resource: ProvisionedProductDetail;
}) {
  if (!resource.capabilities.stack) {
    return null;
  }
  const { target, id, status, version } = resource;
  const address = { target, id, status, version };
  return (
    <EntityInfoCard title="Parts and events">
      <Tabs>
        <TabList>
          <Tab id="parts">Parts</Tab>
          <Tab id="events">Events</Tab>
        </TabList>
        <TabPanel id="parts">
          <Parts {...address} />
        </TabPanel>
        <TabPanel id="events">
          <Events {...address} />
        </TabPanel>
      </Tabs>
    </EntityInfoCard>
  );
}
