import { useApi, useRouteRef } from '@backstage/core-plugin-api';
import type { LaunchForm } from 'backstage-plugin-aws-service-catalog-common';
import { useRef } from 'react';
import { useNavigate } from 'react-router-dom';
import useAsyncFn from 'react-use/esm/useAsyncFn';
import { awsServiceCatalogApiRef } from '../../../api';
import { orderRouteRef } from '../../../routes';
import { useRequestToken } from '../../details/useRequestToken';
import { readRefusal } from './refusal';
import { toOrderRequest } from './toOrderRequest';
import type { OrderDraft } from './useOrderDraft';

/** Places the order and goes to its page. While it is being placed, and once it is placed, another call does nothing. */
export function usePlaceOrder(
  form: LaunchForm,
  draft: OrderDraft,
  entityRef: string | undefined,
) {
  const api = useApi(awsServiceCatalogApiRef);
  const navigate = useNavigate();
  const orderPath = useRouteRef(orderRouteRef);
  const withToken = useRequestToken();
  // State would be read too late by the second click of a double click.
  const busy = useRef(false);
  const [state, place] = useAsyncFn(async () => {
    if (busy.current) {
      return;
    }
    busy.current = true;
    try {
      const order = await api.placeOrder(
        withToken(toOrderRequest(form, draft, entityRef)),
      );
      draft.parameters.clear();
      navigate(orderPath({ id: order.id }));
    } catch (error) {
      busy.current = false;
      draft.refuse(
        readRefusal(error, {
          parameters: form.parameters.map(({ key }) => key),
          tags: draft.tagChoices.map(({ key }) => key),
        }),
      );
      throw error;
    }
  }, [api, form, draft, entityRef, navigate, orderPath, withToken]);
  return { place, placing: state.loading, error: state.error };
}
