import { useApi } from '@backstage/core-plugin-api';
import { Select, Text, TextField } from '@backstage/ui';
import type { ProvisionedProduct } from 'backstage-plugin-aws-service-catalog-common';
import { useState } from 'react';
import { awsServiceCatalogApiRef } from '../../api';
import { FormDialog } from '../details/FormDialog';
import { useSubmit } from '../details/useSubmit';

const DAY_MS = 24 * 60 * 60_000;

/** How long something is held, in days; 0: until it is released. */
const spans = [
  { id: '0', label: 'Until it is released' },
  { id: '7', label: 'A week' },
  { id: '30', label: '30 days' },
  { id: '90', label: '90 days' },
];

/** Asks an operator why and how long a lease is kept from ending. */
export function HoldDialog(props: {
  resource: Pick<ProvisionedProduct, 'target' | 'id' | 'name'>;
  onClose(): void;
  onDone(): void;
}) {
  const { resource, onClose, onDone } = props;
  const { target, id, name } = resource;
  const api = useApi(awsServiceCatalogApiRef);
  const [reason, setReason] = useState('');
  const [days, setDays] = useState('0');
  const { isPending, error, submit } = useSubmit(onDone);
  const said = reason.trim();
  return (
    <FormDialog
      title={`Hold ${name}?`}
      button="Hold"
      isDisabled={!said}
      isPending={isPending}
      error={error}
      errorTitle="It was not held"
      cancel="Let it run"
      onSubmit={() =>
        submit(() =>
          api.holdLease(
            { target, id },
            {
              reason: said,
              ...(days !== '0' && {
                until: new Date(
                  Date.now() + Number(days) * DAY_MS,
                ).toISOString(),
              }),
            },
          ),
        )
      }
      onClose={onClose}
    >
      <Text as="p">
        Its lease does not end while it is held. The owner sees the reason.
      </Text>
      <TextField
        label="Reason"
        isRequired
        maxLength={1000}
        value={reason}
        onChange={setReason}
      />
      <Select
        label="How long"
        options={spans}
        value={days}
        onChange={value => setDays(String(value))}
      />
    </FormDialog>
  );
}
