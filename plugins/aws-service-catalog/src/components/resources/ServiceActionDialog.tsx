import { useApi } from '@backstage/core-plugin-api';
import { Text, TextField } from '@backstage/ui';
import type {
  OrderDetail,
  ProvisionedProductDetail,
  ServiceAction,
  ServiceActionOrderRequest,
} from 'backstage-plugin-aws-service-catalog-common';
import { useState } from 'react';
import { awsServiceCatalogApiRef } from '../../api';
import {
  launchTerms,
  PolicyProblems,
  policyObstacle,
} from '../approvals/LaunchTerms';
import { DefinitionList } from '../details/DefinitionList';
import { messagesByField } from '../details/messagesByField';
import { usePreview } from '../details/usePreview';
import { useRequestToken } from '../details/useRequestToken';
import { FormDialog } from '../details/FormDialog';
import { useSubmit } from '../details/useSubmit';

/** What a field shows of several values; AWS takes each for one. */
const SEPARATOR = ', ';

function toValues(text: string): string[] {
  return text
    .split(',')
    .map(value => value.trim())
    .filter(value => value !== '');
}

/** Asks for the parameters of a service action, and runs it. */
export function ServiceActionDialog(props: {
  resource: ProvisionedProductDetail;
  action: ServiceAction;
  onClose(): void;
  /** Gets the order that runs it. */
  onOrdered(order: OrderDetail): void;
}) {
  const { resource, action, onClose, onOrdered } = props;
  const api = useApi(awsServiceCatalogApiRef);
  const withToken = useRequestToken();
  const [typed, setTyped] = useState<Record<string, string>>({});
  const [refused, setRefused] = useState<Record<string, string>>({});
  const { isPending, error, submit } = useSubmit(onOrdered, fields =>
    setRefused(messagesByField(fields, 'parameters.')),
  );
  const given = Object.fromEntries(
    Object.entries(typed)
      .map(([key, text]) => [key, toValues(text)] as const)
      .filter(([, values]) => values.length > 0),
  );
  const missing = action.parameters.filter(
    ({ key, defaults }) => defaults.length === 0 && !given[key],
  );
  const request: ServiceActionOrderRequest = {
    kind: 'service-action',
    target: resource.target,
    provisionedProductId: resource.id,
    serviceActionId: action.id,
    parameters: given,
  };
  const preview = usePreview(missing.length > 0 ? undefined : request);
  const isPossible =
    missing.length === 0 && policyObstacle(preview) === undefined;
  return (
    <FormDialog
      title={`${action.name}: ${resource.name}`}
      button={preview.value?.approval ? 'Ask for approval' : 'Run'}
      isDisabled={!isPossible}
      isPending={isPending}
      error={error}
      errorTitle="It was not run"
      onSubmit={() => submit(() => api.placeOrder(withToken(request)))}
      onClose={onClose}
    >
      {action.description && <Text as="p">{action.description}</Text>}
      {action.parameters.map(({ key, type, defaults }) => (
        <TextField
          key={key}
          label={key}
          description={
            type === 'StringList' ? 'Values, divided by commas.' : type
          }
          isRequired={defaults.length === 0}
          placeholder={defaults.join(SEPARATOR)}
          autoComplete="off"
          value={typed[key] ?? ''}
          onChange={text => {
            setTyped(all => ({ ...all, [key]: text }));
            setRefused(({ [key]: _, ...others }) => others);
          }}
          validationBehavior="aria"
          validate={() => refused[key]}
        />
      ))}
      <PolicyProblems preview={preview} />
      {preview.value?.approval && (
        <DefinitionList
          entries={launchTerms(preview).filter(
            ({ label }) => label === 'Approval',
          )}
        />
      )}
    </FormDialog>
  );
}
