import { EntityRefLink } from '@backstage/plugin-catalog-react';
import { Text } from '@backstage/ui';
import type { ApprovalDecision } from 'backstage-plugin-aws-service-catalog-common';
import { RelativeTime } from '../common';
import styles from './Approvals.module.css';

const verbs = { approved: 'Approved by', rejected: 'Rejected by' };

/** Another approval system may name people whom the catalog does not know. */
function Decider({ by }: { by: string }) {
  return /^\w+:[^/]+\/[^/]+$/.test(by) ? (
    <EntityRefLink entityRef={by} />
  ) : (
    <>{by}</>
  );
}

/** The decisions that were made on an order as it is now, each with its reason. */
export function ApprovalDecisions(props: { decisions: ApprovalDecision[] }) {
  return (
    <ul className={styles.decisions} aria-label="Decisions">
      {props.decisions.map(({ by, decision, reason, at }) => (
        <li key={by}>
          <Text as="p">
            {`${verbs[decision]} `}
            <Decider by={by} />, <RelativeTime at={at} />
          </Text>
          {reason && (
            <Text as="p" color="secondary" className={styles.reason}>
              {reason}
            </Text>
          )}
        </li>
      ))}
    </ul>
  );
}
