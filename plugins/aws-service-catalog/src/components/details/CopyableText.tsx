import { CopyTextButton } from '@backstage/core-components';
import { Link } from '@backstage/ui';
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
    <span className={styles.line}>
      <span className={styles.text}>
        {isSafeLink(value) ? (
          <Link href={value} target="_blank" rel="noopener noreferrer">
            {value}
          </Link>
        ) : (
          value
        )}
      </span>
      <CopyTextButton
        text={value}
        tooltipText="Copied"
        aria-label={`Copy ${name}`}
        variant="tertiary"
      />
    </span>
  );
}
