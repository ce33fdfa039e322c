import { useApi } from '@backstage/core-plugin-api';
import { Alert, TextField } from '@backstage/ui';
import type {
  OrderDetail,
  ProvisionedProductDetail,
  TerminateOrderRequest,
} from 'backstage-plugin-aws-service-catalog-common';
import { useState } from 'react';
import { awsServiceCatalogApiRef } from '../../api';
import {
  launchTerms,
  PolicyProblems,
  policyObstacle,
} from '../approvals/LaunchTerms';
import { DefinitionList } from '../details/DefinitionList';
import { usePreview } from '../details/usePreview';
import { useRequestToken } from '../details/useRequestToken';
import { FormDialog } from '../details/FormDialog';
import { useSubmit } from '../details/useSubmit';
import { TerminateOptions, TerminateOptionsValue } from './TerminateOptions';

/** Asks for the name of what is to be terminated, so that nothing is deleted by a slip of the hand. */
export function TerminateDialog(props: {
  resource: ProvisionedProductDetail;
  onClose(): void;
  /** Gets the order that terminates it. */
  onOrdered(order: OrderDetail): void;
}) {
  const { resource, onClose, onOrdered } = props;
  const api = useApi(awsServiceCatalogApiRef);
  const [typed, setTyped] = useState('');
  const [options, setOptions] = useState<TerminateOptionsValue>({});
  const withToken = useRequestToken();
  const { isPending, error, submit } = useSubmit(onOrdered);
  const request: TerminateOrderRequest = {
    kind: 'terminate',
    target: resource.target,
    provisionedProductId: resource.id,
    ...options,
  };
  const preview = usePreview(request);
  const needsApproval = preview.value?.approval !== undefined;
  const isExplained =
    !(options.retainResources || options.ignoreErrors) ||
    Boolean(options.reason?.trim());
  const confirmed =
    typed === resource.name &&
    isExplained &&
    policyObstacle(preview) === undefined;

  return (
    <FormDialog
      title={`Terminate ${resource.name}?`}
      button={needsApproval ? 'Ask for approval' : 'Terminate'}
      destructive
      isDisabled={!confirmed}
      isPending={isPending}
      error={error}
      errorTitle="It was not terminated"
      cancel="Keep it"
      onSubmit={() => submit(() => api.placeOrder(withToken(request)))}
      onClose={onClose}
    >
      <Alert
        status="warning"
        icon
        title={
          options.retainResources
            ? 'Service Catalog lets go of it, and everything stays'
            : 'AWS deletes everything that belongs to it'
        }
        description={
          options.retainResources
            ? `Its stack in account ${resource.accountId}, ${resource.region} goes on running and costing money, and nobody sees it here any more.`
            : `It runs in account ${resource.accountId}, ${resource.region}. Data in it is lost, unless the product keeps it. This cannot be undone.`
        }
      />
      <PolicyProblems preview={preview} />
      {needsApproval && (
        <DefinitionList
          entries={launchTerms(preview).filter(
            ({ label }) => label === 'Approval',
          )}
        />
      )}
      {resource.actions.abandon?.allowed && (
        <TerminateOptions value={options} onChange={setOptions} />
      )}
      <TextField
        label={`Type ${resource.name} to confirm`}
        autoComplete="off"
        value={typed}
        onChange={setTyped}
      />
    </FormDialog>
  );
}
