import { useApi } from '@backstage/core-plugin-api';
import { Button, Text, TextField } from '@backstage/ui';
import type {
  OrderDetail,
  ProvisionedProductDetail,
  RepairOrderRequest,
} from 'backstage-plugin-aws-service-catalog-common';
import { useState } from 'react';
import useAsyncRetry from 'react-use/esm/useAsyncRetry';
import { awsServiceCatalogApiRef } from '../../api';
import {
  launchTerms,
  PolicyProblems,
  policyObstacle,
} from '../approvals/LaunchTerms';
import { ErrorPanel, RowsSkeleton } from '../common';
import { DefinitionList } from '../details/DefinitionList';
import { FormDialog } from '../details/FormDialog';
import { messagesByField } from '../details/messagesByField';
import { usePreview } from '../details/usePreview';
import { useRequestToken } from '../details/useRequestToken';
import { useSubmit } from '../details/useSubmit';

type Values = Pick<RepairOrderRequest, 'awsOwner' | 'launchRole'>;

/** Says by whom AWS says that something is owned, and its launch role, and asks what they shall be. */
export function RepairDialog(props: {
  resource: ProvisionedProductDetail;
  onClose(): void;
  /** Gets the order that sets them. */
  onOrdered(order: OrderDetail): void;
}) {
  const { resource, onClose, onOrdered } = props;
  const { target, id, accountId } = resource;
  const api = useApi(awsServiceCatalogApiRef);
  const withToken = useRequestToken();
  const principals = useAsyncRetry(
    () => api.getPrincipals({ target, id }),
    [api, target, id],
  );
  const [typed, setTyped] = useState<Required<Values>>({
    awsOwner: '',
    launchRole: '',
  });
  const [reason, setReason] = useState('');
  const [refused, setRefused] = useState<Record<string, string>>({});
  const { isPending, error, submit } = useSubmit(onOrdered, fields =>
    setRefused(messagesByField(fields)),
  );
  const values: Values = {
    awsOwner: typed.awsOwner.trim() || undefined,
    launchRole: typed.launchRole.trim() || undefined,
  };
  const isEmpty = !values.awsOwner && !values.launchRole;
  const request: RepairOrderRequest = {
    kind: 'repair',
    target,
    provisionedProductId: id,
    ...values,
  };
  // The reason changes nothing about what would happen.
  const preview = usePreview(isEmpty ? undefined : request);
  const problemOf = (field: keyof Values) =>
    refused[field] ??
    (values[field] && preview.isCurrent
      ? preview.value?.problems.find(problem => problem.field === field)
          ?.message
      : undefined);
  const isPossible =
    !isEmpty &&
    reason.trim() !== '' &&
    !problemOf('awsOwner') &&
    !problemOf('launchRole') &&
    policyObstacle(preview) === undefined;
  const change = (field: keyof Values, text: string) => {
    setTyped(all => ({ ...all, [field]: text }));
    setRefused(({ [field]: _, ...others }) => others);
  };
  const { portal } = principals.value ?? {};
  return (
    <FormDialog
      title={`Repair ${resource.name}`}
      button={preview.value?.approval ? 'Ask for approval' : 'Repair'}
      isDisabled={!isPossible}
      isPending={isPending}
      error={error}
      errorTitle="It was not repaired"
      onSubmit={() =>
        submit(() => api.placeOrder(withToken({ ...request, reason })))
      }
      onClose={onClose}
    >
      <Text as="p">
        This is needed when a role was made again, or is gone: AWS goes on
        working with the one that it has noted, and fails. What runs stays as it
        is, and so does its owner in the portal.
      </Text>
      {!principals.value && !principals.error && <RowsSkeleton count={3} />}
      {principals.error && (
        <ErrorPanel
          title="What AWS has noted could not be read"
          error={principals.error}
          onRetry={principals.retry}
        />
      )}
      {principals.value && (
        <DefinitionList
          entries={[
            {
              label: 'Owner in AWS now',
              value: principals.value.awsOwner ?? 'AWS does not tell',
            },
            {
              label: 'Launch role now',
              value:
                principals.value.launchRole ??
                'None: AWS works as whoever asks',
            },
            { label: 'The portal in AWS', value: portal },
          ]}
        />
      )}
      <TextField
        label="New owner in AWS"
        description={`The ARN of a user, a role or a session of account ${accountId}; empty: as it is. Who owns it sees it in the AWS console, and AWS shows its single records to nobody else.`}
        autoComplete="off"
        maxLength={1024}
        value={typed.awsOwner}
        onChange={text => change('awsOwner', text)}
        validationBehavior="aria"
        validate={() => problemOf('awsOwner')}
      />
      {portal && portal !== values.awsOwner && (
        <Button
          variant="secondary"
          size="small"
          onPress={() => change('awsOwner', portal)}
        >
          Make it the portal’s
        </Button>
      )}
      <TextField
        label="New launch role"
        description={`The ARN of a role of account ${accountId}, with which AWS updates and terminates it from then on; empty: as it is.`}
        autoComplete="off"
        maxLength={1024}
        value={typed.launchRole}
        onChange={text => change('launchRole', text)}
        validationBehavior="aria"
        validate={() => problemOf('launchRole')}
      />
      <TextField
        label="Why"
        description="Its owner and the audit log get to know it."
        isRequired
        maxLength={1000}
        value={reason}
        onChange={setReason}
      />
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
