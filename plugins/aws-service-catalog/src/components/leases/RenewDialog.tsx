import { useApi } from '@backstage/core-plugin-api';
import type {
  OrderDetail,
  ProvisionedProduct,
  RenewOrderRequest,
} from 'backstage-plugin-aws-service-catalog-common';
import { awsServiceCatalogApiRef } from '../../api';
import {
  launchTerms,
  PolicyProblems,
  policyObstacle,
} from '../approvals/LaunchTerms';
import { Deadline, getErrorFacts } from '../common';
import { DefinitionList } from '../details/DefinitionList';
import { usePreview } from '../details/usePreview';
import { useRequestToken } from '../details/useRequestToken';
import { FormDialog } from '../details/FormDialog';
import { useSubmit } from '../details/useSubmit';

/** Asks whether a lease is to be renewed, and says until when it would live and who has to approve it. */
export function RenewDialog(props: {
  resource: Pick<ProvisionedProduct, 'target' | 'id' | 'name'>;
  onClose(): void;
  /** Gets the order that renews it. */
  onOrdered(order: OrderDetail): void;
}) {
  const { resource, onClose, onOrdered } = props;
  const api = useApi(awsServiceCatalogApiRef);
  const withToken = useRequestToken();
  const { isPending, error, submit } = useSubmit(onOrdered);
  const request: RenewOrderRequest = {
    kind: 'renew',
    target: resource.target,
    provisionedProductId: resource.id,
  };
  const preview = usePreview(request);
  const lease = preview.value?.lease;
  const isPossible =
    preview.value?.acceptable === true && policyObstacle(preview) === undefined;
  const problems = preview.value?.problems ?? [];
  return (
    <FormDialog
      title={`Renew the lease of ${resource.name}?`}
      button={preview.value?.approval ? 'Ask for approval' : 'Renew'}
      isDisabled={!isPossible}
      isPending={isPending}
      error={error}
      errorTitle="It was not renewed"
      onSubmit={() => submit(() => api.placeOrder(withToken(request)))}
      onClose={onClose}
    >
      <PolicyProblems preview={preview} />
      <DefinitionList
        entries={[
          {
            label: 'It would live until',
            value: lease ? (
              <Deadline at={lease.endsAt} />
            ) : (
              problems[0]?.message ??
              (preview.error
                ? `Unknown: ${getErrorFacts(preview.error).message}`
                : 'Looking it up …')
            ),
          },
          ...launchTerms(preview).filter(({ label }) => label === 'Approval'),
        ]}
      />
    </FormDialog>
  );
}
