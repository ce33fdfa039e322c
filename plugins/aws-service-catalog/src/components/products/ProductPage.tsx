import {
  useApi,
  useRouteRef,
  useRouteRefParams,
} from '@backstage/core-plugin-api';
import { EntityInfoCard } from '@backstage/plugin-catalog-react';
import { Alert, ButtonLink, Flex, Text } from '@backstage/ui';
import { useSearchParams } from 'react-router-dom';
import useAsyncRetry from 'react-use/esm/useAsyncRetry';
import { awsServiceCatalogApiRef } from '../../api';
import { ENTITY_REF_PARAMETER, productRouteRef } from '../../routes';
import { DeepPage, NotThere, RelativeTime } from '../common';
import { Columns } from '../details/Columns';
import { DefinitionList } from '../details/DefinitionList';
import { formatCost } from '../details/money';
import { AlreadyThere } from './AlreadyThere';
import { OrderingFor } from './OrderingFor';
import { ParametersOverview } from './ParametersOverview';
import styles from './ProductPage.module.css';
import { ProductSupport } from './ProductSupport';
import { ProductVersions } from './ProductVersions';
import { useProductLinks } from './useProductLinks';
import { getLaunchObstacle } from './versions';

/** One product: is it the right one? */
export const ProductPage = () => {
  const api = useApi(awsServiceCatalogApiRef);
  const { target, id } = useRouteRefParams(productRouteRef);
  const [search] = useSearchParams();
  const entityRef = search.get(ENTITY_REF_PARAMETER) ?? undefined;
  const links = useProductLinks(entityRef);
  const productPath = useRouteRef(productRouteRef);
  const {
    value: product,
    error,
    retry,
  } = useAsyncRetry(() => api.getProduct({ target, id }), [api, target, id]);

  if (!product) {
    return (
      <NotThere
        title="The product could not be loaded"
        error={error}
        onRetry={retry}
        why="There is no such product any more, or no target that serves you offers it."
        link={{ label: 'Open the catalog', href: links.gallery() }}
      />
    );
  }
  const obstacle = getLaunchObstacle(product);
  return (
    <DeepPage
      title={product.name}
      href={productPath({ target, id })}
      actions={
        obstacle === undefined && (
          <ButtonLink variant="primary" href={links.orderForm(product)}>
            Order
          </ButtonLink>
        )
      }
    >
      <Flex direction="column" gap="4">
        {entityRef && <OrderingFor entityRef={entityRef} />}
        {obstacle && (
          <Alert
            status="warning"
            icon
            title="This product cannot be ordered now"
            description={obstacle}
          />
        )}
        <Columns
          main={
            <Flex direction="column" gap="4">
              <EntityInfoCard title="About">
                <Text as="p" className={styles.text}>
                  {product.shortDescription ?? 'No description.'}
                </Text>
              </EntityInfoCard>
              {obstacle === undefined && (
                <EntityInfoCard title="Parameters">
                  <ParametersOverview product={product} entityRef={entityRef} />
                </EntityInfoCard>
              )}
            </Flex>
          }
          side={
            <Flex direction="column" gap="4">
              <EntityInfoCard title="Details">
                <DefinitionList
                  entries={[
                    { label: 'Provider', value: product.provider },
                    { label: 'Distributor', value: product.distributor },
                    { label: 'Target', value: product.target },
                    { label: 'AWS account', value: product.accountId },
                    { label: 'Region', value: product.region },
                    {
                      label: 'Portfolios',
                      value:
                        product.paths
                          .map(path => path.portfolioName)
                          .join(', ') || 'None',
                    },
                    {
                      label: 'Expected cost',
                      value: product.estimate && formatCost(product.estimate),
                    },
                    {
                      label: 'Synced with AWS',
                      value: <RelativeTime at={product.syncedAt} />,
                    },
                  ]}
                />
              </EntityInfoCard>
              <AlreadyThere product={{ target, id }} />
              <EntityInfoCard title="Versions">
                <ProductVersions product={product} />
              </EntityInfoCard>
              <EntityInfoCard title="Support">
                <ProductSupport support={product.support} />
              </EntityInfoCard>
            </Flex>
          }
        />
      </Flex>
    </DeepPage>
  );
};
