import { useApi } from '@backstage/core-plugin-api';
import { Badge, Text } from '@backstage/ui';
import type { Product } from 'backstage-plugin-aws-service-catalog-common';
import useAsyncRetry from 'react-use/esm/useAsyncRetry';
import { awsServiceCatalogApiRef } from '../../api';
import { ErrorPanel, RowsSkeleton } from '../common';
import { getParameterHint } from '../parameters';
import styles from './ProductPage.module.css';
import { getCurrentVersion } from './versions';

/** What an order of the current version through the first portfolio asks for. The product has to be one that can be launched. */
export const ParametersOverview = (props: {
  product: Product;
  entityRef?: string;
}) => {
  const { product, entityRef } = props;
  const { target, id } = product;
  const api = useApi(awsServiceCatalogApiRef);
  const version = getCurrentVersion(product)?.id;
  const path = product.paths.at(0)?.id;
  const {
    value: form,
    error,
    retry,
  } = useAsyncRetry(
    () => api.getLaunchForm({ target, id }, { version, path, entityRef }),
    [api, target, id, version, path, entityRef],
  );
  if (error) {
    return (
      <ErrorPanel
        title="The parameters could not be loaded"
        error={error}
        onRetry={retry}
      />
    );
  }
  if (!form) {
    return <RowsSkeleton />;
  }
  if (form.parameters.length === 0) {
    return <Text color="secondary">It needs nothing but a name.</Text>;
  }
  const order = form.groups.flatMap(group => group.parameters);
  const parameters = [...form.parameters].sort(
    (a, b) => order.indexOf(a.key) - order.indexOf(b.key),
  );
  return (
    <ul className={styles.parameters}>
      {parameters.map(parameter => (
        <li key={parameter.key}>
          <div className={styles.version}>
            <Text weight="bold">{parameter.label ?? parameter.key}</Text>
            {parameter.fixed && <Badge>Filled in</Badge>}
            {parameter.default === undefined && !parameter.fixed && (
              <Badge>Required</Badge>
            )}
            {parameter.noEcho && <Badge>Secret</Badge>}
          </div>
          <Text as="p" variant="body-small" color="secondary">
            {getParameterHint(parameter)}
          </Text>
          {parameter.allowedValues && (
            <Text as="p" variant="body-small" color="secondary">
              One of: {parameter.allowedValues.join(', ')}
            </Text>
          )}
          {!parameter.noEcho && parameter.default && (
            <Text as="p" variant="body-small" color="secondary">
              {parameter.fixed
                ? `The portal fills in: ${parameter.default}`
                : `Default: ${parameter.default}`}
            </Text>
          )}
        </li>
      ))}
    </ul>
  );
};
