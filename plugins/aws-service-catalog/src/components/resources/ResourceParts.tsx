import { EntityInfoCard } from '@backstage/plugin-catalog-react';
import { Flex, Tab, TabList, TabPanel, Tabs, Text } from '@backstage/ui';
import type {
  AwsServiceCatalogApi,
  ProvisionedProductDetail,
  StackEvent,
  StackResource,
  TargetAddress,
} from 'backstage-plugin-aws-service-catalog-common';
import { ReactNode } from 'react';
import { RelativeTime } from '../common';
import { ReadAddress, ReadList } from './ReadList';
import styles from './ResourceHistory.module.css';
import { StackInstances } from './StackInstances';
import { stackStatusLabel } from './stackStatus';

/** A part, or what happened to one: its name, its status, what else there is to say, and why it is so. */
function Line(props: {
  of: Pick<StackResource, 'logicalId' | 'status' | 'reason'>;
  meta: ReactNode;
  children?: ReactNode;
}) {
  const { of, meta, children } = props;
  return (
    <li className={styles.line}>
      <Flex align="center" gap="3" style={{ flexWrap: 'wrap' }}>
        <Text weight="bold">{of.logicalId}</Text>
        <Text variant="body-small">{stackStatusLabel(of.status)}</Text>
        <Text variant="body-small" color="secondary">
          {meta}
        </Text>
      </Flex>
      {children}
      {of.reason && (
        <Text as="p" variant="body-small">
          {of.reason}
        </Text>
      )}
    </li>
  );
}

const partLine = (part: StackResource) => (
  <Line key={part.logicalId} of={part} meta={part.type}>
    {part.physicalId && (
      <Text as="p" variant="body-small" color="secondary">
        {part.physicalId}
      </Text>
    )}
  </Line>
);

const eventLine = (event: StackEvent) => (
  <Line
    key={event.id}
    of={event}
    meta={
      <>
        {event.type} · <RelativeTime at={event.at} />
      </>
    }
  />
);

const readParts = (api: AwsServiceCatalogApi, address: TargetAddress) =>
  api.listStackResources(address);

const readEvents = (api: AwsServiceCatalogApi, address: TargetAddress) =>
  api.listStackEvents(address);

function PartsAndEvents({ address }: { address: ReadAddress }) {
  return (
    <Tabs>
      <TabList>
        <Tab id="parts">Parts</Tab>
        <Tab id="events">Events</Tab>
      </TabList>
      <TabPanel id="parts">
        <ReadList
          address={address}
          load={readParts}
          noun="parts"
          label="Parts"
          line={partLine}
          more="These are the first 100, and CloudFormation shows the portal no more. All of them are in the AWS console."
        />
      </TabPanel>
      <TabPanel id="events">
        <ReadList
          address={address}
          load={readEvents}
          noun="events"
          label="Events, newest first"
          line={eventLine}
          more="Older events are in the AWS console."
        />
      </TabPanel>
    </Tabs>
  );
}

/** What it is made of, and what happened to it. Absent where AWS does not tell for what it is. */
export function ResourceParts({
  resource,
}: {
  resource: ProvisionedProductDetail;
}) {
  const { target, id, status, version, capabilities } = resource;
  const address = { target, id, status, version };
  if (capabilities.stackInstances) {
    return (
      <EntityInfoCard title="Stacks">
        <StackInstances address={address} />
      </EntityInfoCard>
    );
  }
  if (!capabilities.stack) {
    return null;
  }
  return (
    <EntityInfoCard title="Parts and events">
      <PartsAndEvents address={address} />
    </EntityInfoCard>
  );
}
