import { Badge, Text } from '@backstage/ui';
import type { Product } from 'backstage-plugin-aws-service-catalog-common';
import { RelativeTime } from '../common';
import styles from './ProductPage.module.css';
import { getCurrentVersion } from './versions';

/** A product's active versions, newest first, the one that is launched by default and deprecated ones marked. */
export const ProductVersions = ({ product }: { product: Product }) => {
  const current = getCurrentVersion(product);
  return product.versions.length === 0 ? (
    <Text color="secondary">There is no active version.</Text>
  ) : (
    <ul className={styles.versions}>
      {product.versions.map(version => (
        <li key={version.id}>
          <div className={styles.version}>
            <Text weight="bold">{version.name}</Text>
            {version.id === current?.id && <Badge>Current</Badge>}
            {version.guidance === 'DEPRECATED' && <Badge>Deprecated</Badge>}
            {version.createdAt && (
              <Text variant="body-x-small" color="secondary">
                <RelativeTime at={version.createdAt} />
              </Text>
            )}
          </div>
          {version.description && (
            <Text as="p" variant="body-small" color="secondary">
              {version.description}
            </Text>
          )}
        </li>
      ))}
    </ul>
  );
};
