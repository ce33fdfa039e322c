import {
  useApi,
  useRouteRef,
  useRouteRefParams,
} from '@backstage/core-plugin-api';
import { Flex } from '@backstage/ui';
import { useSearchParams } from 'react-router-dom';
import useAsyncRetry from 'react-use/esm/useAsyncRetry';
import { awsServiceCatalogApiRef } from '../../../api';
import {
  AGAIN_PARAMETER,
  ENTITY_REF_PARAMETER,
  orderFormRouteRef,
} from '../../../routes';
import { DeepPage, NotThere } from '../../common';
import { EmptyList } from '../../lists/EmptyList';
import { OrderedBefore } from './OrderedBefore';
import { OrderingFor } from '../OrderingFor';
import { useProductLinks } from '../useProductLinks';
import { getLaunchObstacle } from '../versions';
import { OrderProduct } from './OrderProduct';

/** The page on which a product is ordered. */
export const OrderFormPage = () => {
  const api = useApi(awsServiceCatalogApiRef);
  const { target, id } = useRouteRefParams(orderFormRouteRef);
  const [search] = useSearchParams();
  const entityRef = search.get(ENTITY_REF_PARAMETER) ?? undefined;
  const links = useProductLinks(entityRef);
  const orderFormPath = useRouteRef(orderFormRouteRef);
  const againId = search.get(AGAIN_PARAMETER);
  const { value, error, retry } = useAsyncRetry(async () => {
    const [product, again] = await Promise.all([
      api.getProduct({ target, id }),
      againId ? api.getOrder(againId) : undefined,
    ]);
    return { product, again };
  }, [api, target, id, againId]);

  if (!value) {
    return (
      <NotThere
        title={
          againId
            ? 'The product, or the order to repeat, could not be loaded'
            : 'The product could not be loaded'
        }
        error={error}
        onRetry={retry}
        why={
          againId
            ? 'There is no such product any more, no target that serves you offers it, or you may not see the order to repeat.'
            : 'There is no such product any more, or no target that serves you offers it.'
        }
        link={{ label: 'Open the catalog', href: links.gallery() }}
      />
    );
  }
  const { product, again } = value;
  const obstacle = getLaunchObstacle(product);
  return (
    <DeepPage
      title={`Order ${product.name}`}
      href={orderFormPath({ target, id })}
      parents={[{ label: product.name, href: links.product(product) }]}
    >
      <Flex direction="column" gap="4">
        {entityRef && <OrderingFor entityRef={entityRef} />}
        {again && <OrderedBefore order={again} />}
        {obstacle ? (
          <EmptyList
            title="This product cannot be ordered now"
            description={obstacle}
          />
        ) : (
          <OrderProduct
            key={`${target}/${id}/${entityRef}/${againId}`}
            product={product}
            again={again}
            entityRef={entityRef}
          />
        )}
      </Flex>
    </DeepPage>
  );
};
