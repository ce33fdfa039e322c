import { Alert, Button, Text } from '@backstage/ui';
import { ReactNode } from 'react';
import type { OrderPreview } from 'backstage-plugin-aws-service-catalog-common';
import { Deadline, getErrorFacts } from '../common';
import { EntityRefs } from '../details/EntityRefs';
import { formatCost } from '../details/money';
import type { Preview } from '../details/usePreview';
import styles from './Approvals.module.css';
import { quotaText, timeoutSentence } from './approvalWords';

type Entry = { label: string; value: ReactNode | undefined };

/** What the policies of the portal say against an order, whatever is filled in. */
const policyFields: Record<string, string> = {
  approval: 'Nobody could approve it',
  quota: 'The quota is used up',
};

/** The title under which a refusal by policy is shown; undefined for a problem of another kind. */
export function policyProblemTitle(field: string): string | undefined {
  return policyFields[field];
}

function ApprovalTerms({
  approval,
}: {
  approval: NonNullable<OrderPreview['approval']>;
}) {
  const { provider, approvers, quorum, dueAt, onTimeout } = approval;
  return (
    <>
      {provider ?? <EntityRefs refs={approvers} />}
      {quorum > 1 && ` (${quorum} people)`}
      {', by '}
      <Deadline at={dueAt} />
      <Text as="p" variant="body-small" color="secondary">
        {timeoutSentence(onTimeout)}
      </Text>
    </>
  );
}

function approvalValue({ value, error }: Preview): ReactNode {
  if (error) {
    return `Unknown: ${getErrorFacts(error).message}`;
  }
  if (!value) {
    return 'Looking it up …';
  }
  if (value.approval) {
    return <ApprovalTerms approval={value.approval} />;
  }
  // The backend judges only an order that it understands.
  return value.owner === undefined
    ? 'Known once the form is complete'
    : 'Automatic: nobody has to approve it';
}

/** What the portal's policies mean for an order: who approves it by when, the quota, the expected cost. */
export function launchTerms(preview: Preview): Entry[] {
  const { value } = preview;
  return [
    { label: 'Approval', value: approvalValue(preview) },
    { label: 'Quota', value: value?.quota && quotaText(value.quota) },
    {
      label: 'Expected cost',
      value: value && formatCost(value.estimate),
    },
  ];
}

/** Why the policies refuse an order; undefined when they do not. */
export function policyObstacle(preview: Preview): string | undefined {
  return preview.value?.problems.find(
    ({ field }) => policyProblemTitle(field) !== undefined,
  )?.message;
}

/** The problems that no change of the form mends, each with its reason, and what AWS is known not to do. */
export function PolicyProblems({ preview }: { preview: Preview }) {
  const problems = (preview.value?.problems ?? []).filter(
    ({ field }) => policyProblemTitle(field) !== undefined,
  );
  return (
    <div aria-live="polite" className={styles.problems}>
      {problems.map(({ field, message }) => (
        <Alert
          key={`${field} ${message}`}
          status="warning"
          icon
          title={policyProblemTitle(field)}
          description={
            <>
              <div>{message}</div>
              <Button
                size="small"
                variant="secondary"
                className={styles.again}
                onPress={preview.refresh}
              >
                Check again
              </Button>
            </>
          }
        />
      ))}
      {preview.value?.warnings?.map(warning => (
        <Alert key={warning} status="warning" icon title={warning} />
      ))}
    </div>
  );
}
