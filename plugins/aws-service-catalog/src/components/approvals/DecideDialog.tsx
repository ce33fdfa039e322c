import { useApi } from '@backstage/core-plugin-api';
import { Text, TextAreaField } from '@backstage/ui';
import type {
  Order,
  OrderDetail,
} from 'backstage-plugin-aws-service-catalog-common';
import { useState } from 'react';
import { awsServiceCatalogApiRef } from '../../api';
import { getErrorFacts } from '../common';
import { nameOf } from '../common/nameOf';
import { formatCost } from '../details/money';
import { FormDialog } from '../details/FormDialog';
import { useSubmit } from '../details/useSubmit';
import { orderKindWords } from '../orders/orderKinds';

/** What an approver can say. */
export type Decision = 'approve' | 'reject';

const words = {
  approve: {
    verb: 'Approve',
    failed: 'It was not approved',
    label: 'Comment',
    hint: 'For the requester, and kept with the order.',
  },
  reject: {
    verb: 'Reject',
    failed: 'It was not rejected',
    label: 'Reason',
    hint: 'For the requester: what has to change? It is kept with the order.',
  },
};

const CONFLICT = 409;

/** Asks an approver for the decision about an order: a comment when it is approved, and the reason when it is rejected. */
export function DecideDialog(props: {
  /** As it was when the approver chose to decide: the decision is about that, whatever happens meanwhile. */
  order: Order;
  decision: Decision;
  onClose(): void;
  onDone(order: OrderDetail): void;
  /** The order went on before the decision came: somebody else decided, it was withdrawn, or it has changed. */
  onTooLate(error: unknown): void;
}) {
  const { order, decision, onClose, onDone, onTooLate } = props;
  const api = useApi(awsServiceCatalogApiRef);
  const [text, setText] = useState('');
  const { isPending, error, submit } = useSubmit<OrderDetail>(onDone);
  const { verb, failed, label, hint } = words[decision];
  const reason = text.trim();
  const isRequired = decision === 'reject';
  const isComplete = !isRequired || reason !== '';
  const { name } = order.provisionedProduct;

  const decide = async () => {
    const { id, digest } = order;
    try {
      return await (decision === 'approve'
        ? api.approveOrder(id, { digest, reason: reason || undefined })
        : api.rejectOrder(id, { digest, reason }));
    } catch (refusal) {
      if (getErrorFacts(refusal).status === CONFLICT) {
        onTooLate(refusal);
      }
      throw refusal;
    }
  };

  return (
    <FormDialog
      title={`${verb} the ${orderKindWords[order.kind].noun} of ${name}?`}
      button={verb}
      destructive={decision === 'reject'}
      isDisabled={!isComplete}
      isPending={isPending}
      error={error}
      errorTitle={failed}
      onSubmit={() => submit(decide)}
      onClose={onClose}
    >
      <Text as="p">
        {[
          `${order.product.name}${
            order.version ? ` ${order.version.name}` : ''
          } for ${nameOf(order.owner)} in ${order.target}.`,
          order.estimate && `Expected cost: ${formatCost(order.estimate)}.`,
        ]
          .filter(Boolean)
          .join(' ')}
      </Text>
      <TextAreaField
        label={label}
        secondaryLabel={isRequired ? 'Required' : 'Optional'}
        description={hint}
        isRequired={isRequired}
        maxLength={1000}
        value={text}
        onChange={setText}
        validationBehavior="aria"
      />
    </FormDialog>
  );
}
