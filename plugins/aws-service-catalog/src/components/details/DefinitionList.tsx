import { ReactNode } from 'react';
import styles from './DefinitionList.module.css';

/** Names and values below each other. An entry whose value is undefined is left out. */
export function DefinitionList(props: {
  entries: Array<{ label: string; value: ReactNode | undefined }>;
  /** Names are keys of AWS and not words of ours. */
  monospace?: boolean;
}) {
  return (
    <dl className={styles.list} data-monospace={props.monospace || undefined}>
      {props.entries
        .filter(entry => entry.value !== undefined)
        .map(entry => (
          <div key={entry.label} className={styles.entry}>
            <dt className={styles.label}>{entry.label}</dt>
            <dd className={styles.value}>{entry.value}</dd>
          </div>
        ))}
    </dl>
  );
}
