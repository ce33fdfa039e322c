import { useApi } from '@backstage/core-plugin-api';
import { Text, TextField } from '@backstage/ui';
import type { OrderDetail } from 'backstage-plugin-aws-service-catalog-common';
import { useState } from 'react';
import { awsServiceCatalogApiRef } from '../../api';
import { FormDialog } from '../details/FormDialog';
import { useSubmit } from '../details/useSubmit';

/** Asks whether an order that has not reached AWS is to be cancelled. */
export function CancelOrderDialog(props: {
  order: OrderDetail;
  onClose(): void;
  onDone(order: OrderDetail): void;
}) {
  const { order, onClose, onDone } = props;
  const api = useApi(awsServiceCatalogApiRef);
  const [reason, setReason] = useState('');
  const { isPending, error, submit } = useSubmit(onDone);
  const { name } = order.provisionedProduct;
  return (
    <FormDialog
      title={`Cancel the order for ${name}?`}
      button="Cancel the order"
      destructive
      isPending={isPending}
      error={error}
      errorTitle="The order could not be cancelled"
      cancel="Keep it"
      onSubmit={() =>
        submit(() =>
          api.cancelOrder(order.id, {
            digest: order.digest,
            reason: reason.trim() || undefined,
          }),
        )
      }
      onClose={onClose}
    >
      <Text as="p">
        Nothing is sent to AWS any more. You can order again later.
      </Text>
      <TextField
        label="Reason"
        secondaryLabel="Optional"
        maxLength={1000}
        value={reason}
        onChange={setReason}
      />
    </FormDialog>
  );
}
