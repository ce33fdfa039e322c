import { Text } from '@backstage/ui';
import { RiEyeOffLine } from '@remixicon/react';
import styles from './HiddenValue.module.css';

/** In place of a secret, whose value never reaches the browser. */
export function HiddenValue() {
  return (
    <Text color="secondary" className={styles.hidden}>
      <RiEyeOffLine size={14} aria-hidden="true" /> hidden
    </Text>
  );
}
