import { useApi } from '@backstage/core-plugin-api';
import {
  Button,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
  Flex,
  Text,
} from '@backstage/ui';
import type { OrderDetail } from 'backstage-plugin-aws-service-catalog-common';
import { awsServiceCatalogApiRef } from '../../api';
import { ErrorPanel } from '../common';
import { useSubmit } from '../details/useSubmit';

/** Asks whether what was wrong with an order that was set aside is mended. */
export function ResumeOrderDialog(props: {
  order: OrderDetail;
  onClose(): void;
  onDone(order: OrderDetail): void;
}) {
  const { order, onClose, onDone } = props;
  const api = useApi(awsServiceCatalogApiRef);
  const { isPending, error, submit } = useSubmit(onDone);
  const { name } = order.provisionedProduct;
  return (
    <Dialog isOpen onOpenChange={isOpen => !isOpen && onClose()}>
      <DialogHeader>{`Take the order for ${name} up again?`}</DialogHeader>
      <DialogBody>
        <Flex direction="column" gap="4">
          <Text as="p">
            It goes on where it was. If its cause is not mended, it is set aside
            again.
          </Text>
          {error !== undefined && (
            <ErrorPanel
              title="The order could not be taken up again"
              error={error}
            />
          )}
        </Flex>
      </DialogBody>
      <DialogFooter>
        <Button
          isPending={isPending}
          onPress={() =>
            submit(() => api.resumeOrder(order.id, { digest: order.digest }))
          }
        >
          Take it up again
        </Button>
        <Button variant="secondary" onPress={onClose}>
          Not now
        </Button>
      </DialogFooter>
    </Dialog>
  );
}
