import { Flex, Link, Text } from '@backstage/ui';
import { Key, ReactNode } from 'react';
import { ErrorPanel } from './ErrorPanel';
import styles from './ShortList.module.css';
import { RowsSkeleton } from './Skeletons';

/** The beginning of a list: its first items, and how many more there are. */
export function ShortList<T>(props: {
  /** Absent: it loads, or could not be loaded. */
  value?: { items: T[]; totalItems: number };
  error?: unknown;
  retry(): void;
  /** What the list is called, for people who cannot see its heading. */
  label: string;
  /** Said when it could not be loaded. */
  failed: string;
  /** Said when there are none. */
  none: string;
  keyOf(item: T): Key;
  /** What is shown of an item. */
  children(item: T): ReactNode;
  /** Where the rest is; absent: it is only counted. */
  moreHref?: string;
  /** Said about the rest, behind how many there are. */
  moreNote?: string;
}) {
  const { value, error, retry, label, keyOf, children } = props;
  const more = (value?.totalItems ?? 0) - (value?.items.length ?? 0);
  const moreWords = `and ${more} more${props.moreNote ?? ''}`;
  return (
    <Flex direction="column" gap="4">
      {error !== undefined && (
        <ErrorPanel title={props.failed} error={error} onRetry={retry} />
      )}
      {!value && error === undefined && <RowsSkeleton count={2} />}
      {value?.totalItems === 0 && (
        <Text as="p" color="secondary">
          {props.none}
        </Text>
      )}
      {value && value.items.length > 0 && (
        <ul className={styles.items} aria-label={label}>
          {value.items.map(item => (
            <li key={keyOf(item)} className={styles.item}>
              {children(item)}
            </li>
          ))}
        </ul>
      )}
      {more > 0 &&
        (props.moreHref === undefined ? (
          <Text as="p" color="secondary">
            {moreWords}
          </Text>
        ) : (
          <Link href={props.moreHref}>{moreWords}</Link>
        ))}
    </Flex>
  );
}
