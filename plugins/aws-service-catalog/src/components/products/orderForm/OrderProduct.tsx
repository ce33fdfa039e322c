import { useApi } from '@backstage/core-plugin-api';
import type {
  OrderDetail,
  Product,
} from 'backstage-plugin-aws-service-catalog-common';
import { useEffect, useState } from 'react';
import useAsyncRetry from 'react-use/esm/useAsyncRetry';
import { awsServiceCatalogApiRef } from '../../../api';
import { DetailSkeleton, ErrorPanel } from '../../common';
import { EmptyList } from '../../lists/EmptyList';
import { LaunchChoices } from './LaunchChoices';
import { OrderForm } from './OrderForm';
import { useLaunchChoices } from './useLaunchChoices';
import { useOrderDraft } from './useOrderDraft';

/** Lets the reader choose version and portfolio where there is a choice, and shows the form that follows from it. */
export const OrderProduct = (props: {
  product: Product;
  entityRef?: string;
  /** The order whose values the form begins with. */
  again?: OrderDetail;
}) => {
  const { product, entityRef, again } = props;
  const { target, id } = product;
  const api = useApi(awsServiceCatalogApiRef);
  const choices = useLaunchChoices(product, again);
  const { versionId, pathId } = choices;
  const [owner, chooseOwner] = useState<string>();
  const {
    value: form,
    loading,
    error,
    retry,
  } = useAsyncRetry(
    async () =>
      pathId
        ? api.getLaunchForm(
            { target, id },
            { version: versionId, path: pathId, entityRef, owner },
          )
        : undefined,
    [api, target, id, versionId, pathId, entityRef, owner],
  );
  const draft = useOrderDraft(form, owner, chooseOwner, again);
  const ownerBefore = form?.owners.find(ref => ref === again?.owner);
  useEffect(() => {
    if (!entityRef && ownerBefore) {
      chooseOwner(chosen => chosen ?? ownerBefore);
    }
  }, [entityRef, ownerBefore]);

  return (
    <>
      <LaunchChoices product={product} choices={choices} />
      {!pathId && (
        <EmptyList
          title="Choose a portfolio"
          description="This product is offered through several portfolios, which may differ in their rules and their launch role."
        />
      )}
      {error && (
        <ErrorPanel
          title="The order form could not be loaded"
          error={error}
          onRetry={retry}
        />
      )}
      {pathId && !form && loading && <DetailSkeleton />}
      {form && form.owners.length === 0 && (
        <EmptyList
          title={`None of your teams may order in the target ${target}`}
          description="Ask the people who run this portal to let the target serve one of your teams."
        />
      )}
      {form && form.owners.length > 0 && (
        <OrderForm
          form={form}
          draft={draft}
          entityRef={entityRef}
          isStale={loading}
        />
      )}
    </>
  );
};
