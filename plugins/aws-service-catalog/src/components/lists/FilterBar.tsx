import { ReactNode } from 'react';
import styles from './FilterBar.module.css';

/** The fields that narrow a list, above it. */
export function FilterBar({ children }: { children: ReactNode }) {
  return (
    <div role="search" className={styles.bar}>
      {children}
    </div>
  );
}
