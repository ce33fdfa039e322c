import { useApi } from '@backstage/core-plugin-api';
import { PasswordField, Text } from '@backstage/ui';
import {
  getFieldErrors,
  OrderDetail,
} from 'backstage-plugin-aws-service-catalog-common';
import { useState } from 'react';
import { awsServiceCatalogApiRef } from '../../api';
import { FormDialog } from '../details/FormDialog';
import { useSubmit } from '../details/useSubmit';

/** What the backend said against the value of a secret. */
function problemOf(error: unknown, key: string): string | undefined {
  return getFieldErrors(error).find(({ field }) =>
    [`secrets.${key}`, `parameters.${key}`].includes(field),
  )?.message;
}

/** Asks for a new attempt at a failed order, and for its secrets, which nobody kept. */
export function RetryOrderDialog(props: {
  order: OrderDetail;
  onClose(): void;
  onDone(order: OrderDetail): void;
}) {
  const { order, onClose, onDone } = props;
  const api = useApi(awsServiceCatalogApiRef);
  const keys = order.parameters
    .filter(parameter => parameter.secret)
    .map(parameter => parameter.key);
  const [secrets, setSecrets] = useState<Record<string, string>>({});
  const { isPending, error, submit } = useSubmit(onDone);
  const complete = keys.every(key => secrets[key]);
  const { name } = order.provisionedProduct;

  return (
    <FormDialog
      title={`Try ${name} again?`}
      button="Retry"
      isDisabled={!complete}
      isPending={isPending}
      error={error}
      errorTitle="The order was not retried"
      onSubmit={() =>
        submit(() =>
          api.retryOrder(order.id, {
            digest: order.digest,
            ...(keys.length > 0 && { secrets }),
          }),
        )
      }
      onClose={onClose}
    >
      <Text as="p">
        {order.kind === 'provision'
          ? 'The same launch is sent to AWS again. What is left of the failed one is terminated first.'
          : 'The same change is sent to AWS again.'}
      </Text>
      {keys.length > 0 && (
        <Text as="p">Secrets are not kept. Please enter them once more.</Text>
      )}
      {keys.map(key => {
        const problem = problemOf(error, key);
        return (
          <PasswordField
            key={key}
            label={key}
            isRequired
            autoComplete="new-password"
            value={secrets[key] ?? ''}
            validationBehavior="aria"
            validate={() => problem}
            onChange={value =>
              setSecrets(previous => ({ ...previous, [key]: value }))
            }
          />
        );
      })}
    </FormDialog>
  );
}
