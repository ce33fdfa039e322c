import { useApi } from '@backstage/core-plugin-api';
import {
  Button,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
  Flex,
  Text,
  TextField,
} from '@backstage/ui';
import type { OrderDetail } from 'backstage-plugin-aws-service-catalog-common';
import { useState } from 'react';
import { awsServiceCatalogApiRef } from '../../api';
import { ErrorPanel } from '../common';
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
    <Dialog isOpen onOpenChange={isOpen => !isOpen && onClose()}>
      <DialogHeader>{`Cancel the order for ${name}?`}</DialogHeader>
      <DialogBody>
        <Flex direction="column" gap="4">
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
          {error !== undefined && (
            <ErrorPanel
              title="The order could not be cancelled"
              error={error}
            />
          )}
        </Flex>
      </DialogBody>
      <DialogFooter>
        <Button
          destructive
          isPending={isPending}
          onPress={() =>
            submit(() =>
              api.cancelOrder(order.id, {
                digest: order.digest,
                reason: reason.trim() || undefined,
              }),
            )
          }
        >
          Cancel the order
        </Button>
        <Button variant="secondary" onPress={onClose}>
          Keep it
        </Button>
      </DialogFooter>
    </Dialog>
  );
}
