import { Button, Flex, Text } from '@backstage/ui';
import { RiCheckLine, RiCloseLine } from '@remixicon/react';
import type {
  AllowedAction,
  Order,
  OrderDetail,
} from 'backstage-plugin-aws-service-catalog-common';
import { useId, useState } from 'react';
import { Decision, DecideDialog } from './DecideDialog';

const allowed: AllowedAction = { allowed: true };

/** The buttons that decide about an order. One that may not be pressed says why; a reason that both share is said once. */
export function DecideButtons(props: {
  order: Order;
  /** Absent in a list, which has only orders that the reader may decide. */
  actions?: Pick<OrderDetail['actions'], 'approve' | 'reject'>;
  onDecided(order: OrderDetail): void;
  /** The order went on before the decision came. */
  onTooLate(error: unknown): void;
}) {
  const { order, onDecided, onTooLate } = props;
  const { approve, reject } = props.actions ?? {
    approve: allowed,
    reject: allowed,
  };
  const idPrefix = useId();
  const [open, setOpen] = useState<{ decision: Decision; order: Order }>();
  const close = () => setOpen(undefined);
  const reasons = [
    ...new Set(
      [approve, reject].flatMap(action =>
        action.allowed ? [] : action.reason ?? [],
      ),
    ),
  ];
  const describedBy = (reason: string | undefined) =>
    reason && reasons.includes(reason)
      ? `${idPrefix}-${reasons.indexOf(reason)}`
      : undefined;
  const { name } = order.provisionedProduct;

  return (
    <Flex direction="column" gap="2" align="start">
      <Flex gap="2">
        <Button
          iconStart={<RiCheckLine />}
          isDisabled={!approve.allowed}
          aria-label={`Approve ${name}`}
          aria-describedby={describedBy(approve.reason)}
          onPress={() => setOpen({ decision: 'approve', order })}
        >
          Approve
        </Button>
        <Button
          variant="secondary"
          iconStart={<RiCloseLine />}
          isDisabled={!reject.allowed}
          aria-label={`Reject ${name}`}
          aria-describedby={describedBy(reject.reason)}
          onPress={() => setOpen({ decision: 'reject', order })}
        >
          Reject
        </Button>
      </Flex>
      {reasons.map((reason, index) => (
        <Text
          key={reason}
          as="p"
          id={`${idPrefix}-${index}`}
          variant="body-small"
          color="secondary"
        >
          {reason}
        </Text>
      ))}
      {open && (
        <DecideDialog
          {...open}
          onClose={close}
          onDone={decided => {
            close();
            onDecided(decided);
          }}
          onTooLate={error => {
            close();
            onTooLate(error);
          }}
        />
      )}
    </Flex>
  );
}
