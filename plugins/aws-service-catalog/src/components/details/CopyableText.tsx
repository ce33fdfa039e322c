import { Link } from '@backstage/ui';
import { CopyButton } from './CopyButton';
import styles from './CopyableText.module.css';
import { isSafeLink } from './links';

/** A value from AWS as plain text with a copy button; an https address is also a link. */
export function CopyableText(props: {
  /** What the value is, for the button's name. */
  name: string;
  value: string;
}) {
  const { name, value } = props;
  return (
    <div className={styles.line}>
      <span className={styles.text}>
        {isSafeLink(value) ? (
          <Link href={value} target="_blank" rel="noopener noreferrer">
            {value}
          </Link>
        ) : (
          value
        )}
      </span>
      <CopyButton name={name} value={value} />
    </div>
  );
}
