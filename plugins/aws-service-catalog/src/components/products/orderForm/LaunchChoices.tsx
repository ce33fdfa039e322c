import { Select } from '@backstage/ui';
import type { Product } from 'backstage-plugin-aws-service-catalog-common';
import styles from './OrderForm.module.css';
import type { LaunchChoicesState } from './useLaunchChoices';

/** The fields that choose version and portfolio. Where there is no choice there is no field. */
export const LaunchChoices = (props: {
  product: Product;
  choices: LaunchChoicesState;
}) => {
  const { product, choices } = props;
  // AWS launches no deprecated version.
  const versions = product.versions.filter(
    version => version.guidance === 'DEFAULT',
  );
  return versions.length < 2 && product.paths.length < 2 ? null : (
    <div className={styles.choices}>
      {versions.length > 1 && (
        <Select
          label="Version"
          options={versions.map(({ id, name, description }) => ({
            value: id,
            label: description ? `${name}: ${description}` : name,
          }))}
          value={choices.versionId ?? ''}
          onChange={id => choices.chooseVersion(String(id))}
        />
      )}
      {product.paths.length > 1 && (
        <Select
          label="Portfolio"
          options={product.paths.map(({ id, portfolioName }) => ({
            value: id,
            label: portfolioName,
          }))}
          value={choices.pathId ?? ''}
          onChange={id => choices.choosePath(String(id))}
        />
      )}
    </div>
  );
};
