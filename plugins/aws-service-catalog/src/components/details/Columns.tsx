import { ReactNode } from 'react';
import styles from './Columns.module.css';

/** What matters most beside what one looks up; on a narrow screen below each other, in that order. */
export function Columns(props: { main: ReactNode; side: ReactNode }) {
  return (
    <div className={styles.columns}>
      <div className={styles.column}>{props.main}</div>
      <div className={styles.column}>{props.side}</div>
    </div>
  );
}
