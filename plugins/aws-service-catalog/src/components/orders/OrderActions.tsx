import { ButtonLink, Flex } from '@backstage/ui';
import {
  RiCloseLine,
  RiFileCopyLine,
  RiPlayLine,
  RiRefreshLine,
} from '@remixicon/react';
import {
  isFinalOrderState,
  OrderDetail,
  OrderState,
} from 'backstage-plugin-aws-service-catalog-common';
import { useState } from 'react';
import { ReasonedButton } from '../details/ReasonedButton';
import { useProductLinks } from '../products/useProductLinks';
import { CancelOrderDialog } from './CancelOrderDialog';
import { ResumeOrderDialog } from './ResumeOrderDialog';
import { RetryOrderDialog } from './RetryOrderDialog';

/** How orders end that somebody may want to place again, corrected. */
const endedBadly: readonly OrderState[] = [
  'rejected',
  'expired',
  'cancelled',
  'failed',
];

/** What can be done to an order now. A button that makes no sense in its state is not there; one that is refused says why. */
export function OrderActions(props: {
  order: OrderDetail;
  /** Gets the order as it is after an action. */
  onChanged(order: OrderDetail): void;
}) {
  const { order, onChanged } = props;
  const [open, setOpen] = useState<'cancel' | 'retry' | 'resume'>();
  const close = () => setOpen(undefined);
  const links = useProductLinks(order.entityRef);
  const done = (changed: OrderDetail) => {
    close();
    onChanged(changed);
  };
  return (
    <Flex gap="2" align="start" style={{ flexWrap: 'wrap' }}>
      {order.kind === 'provision' && endedBadly.includes(order.state) && (
        <ButtonLink
          variant="secondary"
          iconStart={<RiFileCopyLine />}
          href={links.orderAgain(order)}
        >
          Order again
        </ButtonLink>
      )}
      {!isFinalOrderState(order.state) && (
        <ReasonedButton
          action={order.actions.cancel}
          variant="secondary"
          iconStart={<RiCloseLine />}
          onPress={() => setOpen('cancel')}
        >
          Cancel order
        </ReasonedButton>
      )}
      {order.state === 'failed' && (
        <ReasonedButton
          action={order.actions.retry}
          iconStart={<RiRefreshLine />}
          onPress={() => setOpen('retry')}
        >
          Retry
        </ReasonedButton>
      )}
      {order.actions.resume && (
        <ReasonedButton
          action={order.actions.resume}
          iconStart={<RiPlayLine />}
          onPress={() => setOpen('resume')}
        >
          Take up again
        </ReasonedButton>
      )}
      {open === 'resume' && (
        <ResumeOrderDialog order={order} onClose={close} onDone={done} />
      )}
      {open === 'cancel' && (
        <CancelOrderDialog order={order} onClose={close} onDone={done} />
      )}
      {open === 'retry' && (
        <RetryOrderDialog order={order} onClose={close} onDone={done} />
      )}
    </Flex>
  );
}
