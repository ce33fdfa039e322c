import { useApi } from '@backstage/core-plugin-api';
import { Text } from '@backstage/ui';
import type { OrderDetail } from 'backstage-plugin-aws-service-catalog-common';
import { awsServiceCatalogApiRef } from '../../api';
import { FormDialog } from '../details/FormDialog';
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
    <FormDialog
      title={`Take the order for ${name} up again?`}
      button="Take it up again"
      isPending={isPending}
      error={error}
      errorTitle="The order could not be taken up again"
      onSubmit={() =>
        submit(() => api.resumeOrder(order.id, { digest: order.digest }))
      }
      onClose={onClose}
    >
      <Text as="p">
        It goes on where it was. If its cause is not mended, it is set aside
        again.
      </Text>
    </FormDialog>
  );
}
