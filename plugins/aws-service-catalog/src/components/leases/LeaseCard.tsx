import { useApi, useRouteRef } from '@backstage/core-plugin-api';
import { EntityInfoCard } from '@backstage/plugin-catalog-react';
import { Alert, Button, Flex, Link, Text } from '@backstage/ui';
import type {
  LeaseDetail,
  ProvisionedProductDetail,
} from 'backstage-plugin-aws-service-catalog-common';
import { useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { awsServiceCatalogApiRef } from '../../api';
import { orderRouteRef } from '../../routes';
import { Deadline, ErrorPanel } from '../common';
import { localizeInstants } from '../common/instant';
import { DefinitionList } from '../details/DefinitionList';
import { ReasonedButton } from '../details/ReasonedButton';
import { useSubmit } from '../details/useSubmit';
import { HoldDialog } from './HoldDialog';
import { leaseSentence, renewalsText } from './leaseWords';
import { RenewDialog } from './RenewDialog';

const MOST_EVENTS = 5;

function History({ events }: { events: LeaseDetail['events'] }) {
  const latest = [...events].reverse().slice(0, MOST_EVENTS);
  return (
    <ul aria-label="What happened to the lease, newest first">
      {latest.map(({ sequence, message }) => (
        <li key={sequence}>
          <Text variant="body-small" color="secondary">
            {localizeInstants(message)}
          </Text>
        </li>
      ))}
    </ul>
  );
}

function ReleaseButton(props: {
  resource: ProvisionedProductDetail;
  onDone(): void;
}) {
  const { resource, onDone } = props;
  const { target, id } = resource;
  const api = useApi(awsServiceCatalogApiRef);
  const { isPending, error, submit } = useSubmit(onDone);
  return (
    <>
      <Button
        variant="secondary"
        isPending={isPending}
        onPress={() => submit(() => api.releaseLease({ target, id }))}
      >
        Release
      </Button>
      {error !== undefined && (
        <ErrorPanel title="It was not released" error={error} />
      )}
    </>
  );
}

/** How long a provisioned product may live, and what can be done about it. Without a lease it may live for ever, and there is no card. */
export function LeaseCard(props: {
  resource: ProvisionedProductDetail;
  /** Loads it again. */
  onChange(): void;
}) {
  const { resource, onChange } = props;
  const { lease } = resource;
  const orderLink = useRouteRef(orderRouteRef);
  const navigate = useNavigate();
  const [dialog, setDialog] = useState<'renew' | 'hold'>();
  if (!lease) {
    return null;
  }
  const { tone, text } = leaseSentence(lease);
  const { renew, hold, release } = lease.actions;
  const close = () => setDialog(undefined);
  return (
    <EntityInfoCard title="Lease">
      <Flex direction="column" gap="4">
        {tone === 'info' ? (
          <Text as="p">{text}</Text>
        ) : (
          <Alert status={tone} icon title={text} />
        )}
        {lease.problem && (
          <Alert
            status="warning"
            icon
            title="The people who run the portal have to look at it"
            description={localizeInstants(lease.problem.message)}
          />
        )}
        <DefinitionList
          entries={[
            { label: 'Ends', value: <Deadline at={lease.endsAt} /> },
            { label: 'Policy', value: lease.policy },
            { label: 'Renewals', value: renewalsText(lease) },
            {
              label: 'Termination',
              value: lease.terminationOrderId && (
                <Link href={orderLink({ id: lease.terminationOrderId })}>
                  Look at the order
                </Link>
              ),
            },
          ]}
        />
        <Flex gap="2" align="start" style={{ flexWrap: 'wrap' }}>
          <ReasonedButton
            action={renew}
            variant="secondary"
            onPress={() => setDialog('renew')}
          >
            Renew
          </ReasonedButton>
          {hold.allowed && (
            <Button variant="secondary" onPress={() => setDialog('hold')}>
              Hold
            </Button>
          )}
          {release.allowed && (
            <ReleaseButton resource={resource} onDone={onChange} />
          )}
        </Flex>
        {lease.events.length > 0 && <History events={lease.events} />}
      </Flex>
      {dialog === 'renew' && (
        <RenewDialog
          resource={resource}
          onClose={close}
          onOrdered={({ id }) => navigate(orderLink({ id }))}
        />
      )}
      {dialog === 'hold' && (
        <HoldDialog
          resource={resource}
          onClose={close}
          onDone={() => {
            close();
            onChange();
          }}
        />
      )}
    </EntityInfoCard>
  );
}
