import { Table, TableItem, TableProps } from '@backstage/ui';
import { ReactElement } from 'react';
import styles from './ListTable.module.css';

/**
 * The table of Backstage UI that becomes a list on a narrow screen.
 *
 * @param props.label - what is listed, for people who cannot see it
 */
export function ListTable<T extends TableItem>({
  label,
  ...props
}: TableProps<T> & { label: string }): ReactElement {
  return (
    <section aria-label={label}>
      <Table {...props} className={styles.table} />
    </section>
  );
}
