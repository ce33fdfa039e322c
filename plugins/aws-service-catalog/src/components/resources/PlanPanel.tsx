import { Alert, Button, Flex, Text } from '@backstage/ui';
import type {
  Plan,
  PlannedChange,
} from 'backstage-plugin-aws-service-catalog-common';
import { ErrorPanel, ToneBadge } from '../common';
import type { StateLook } from '../common/states';
import styles from './ResourceHistory.module.css';
import type { PlanState } from './usePlan';

const actions: Record<PlannedChange['action'], string> = {
  ADD: 'Added',
  MODIFY: 'Changed',
  REMOVE: 'Removed',
};

function look({ action, replacement }: PlannedChange): StateLook {
  if (replacement === 'TRUE') {
    return { label: 'Replaced', tone: 'negative' };
  }
  if (replacement === 'CONDITIONAL') {
    return { label: 'May be replaced', tone: 'warning' };
  }
  return {
    label: actions[action],
    tone: action === 'REMOVE' ? 'negative' : 'neutral',
  };
}

function ChangeLine({ change }: { change: PlannedChange }) {
  const names = [
    ...new Set(change.details.flatMap(({ name }) => (name ? [name] : []))),
  ];
  return (
    <li className={styles.line}>
      <Flex align="center" gap="2" style={{ flexWrap: 'wrap' }}>
        <ToneBadge {...look(change)} />
        <Text weight="bold">{change.logicalId}</Text>
        <Text variant="body-small" color="secondary">
          {change.type}
        </Text>
      </Flex>
      {names.length > 0 && (
        <Text as="p" variant="body-small" color="secondary">
          {names.join(', ')}
        </Text>
      )}
    </li>
  );
}

function PlanAnswer({ plan }: { plan: Plan }) {
  const replaced = plan.changes.filter(
    ({ replacement }) =>
      replacement === 'TRUE' || replacement === 'CONDITIONAL',
  );
  switch (plan.state) {
    case 'running':
      return (
        <Text as="p">
          {plan.message ?? 'AWS is working out what would change …'}
        </Text>
      );
    case 'no-changes':
      return (
        <Text as="p">AWS says that this update would change nothing.</Text>
      );
    case 'failed':
      return (
        <Alert
          status="warning"
          icon
          title="AWS could not tell what would change"
          description={plan.message}
        />
      );
    default:
      return (
        <Flex direction="column" gap="3">
          {replaced.length > 0 && (
            <Alert
              status="danger"
              icon
              title={`AWS would make anew: ${replaced
                .map(({ logicalId }) => logicalId)
                .join(', ')}`}
              description="What was in the old ones is lost with them, unless there is a copy."
            />
          )}
          <ul className={styles.lines} aria-label="What AWS would change">
            {plan.changes.map(change => (
              <ChangeLine key={change.logicalId} change={change} />
            ))}
          </ul>
        </Flex>
      );
  }
}

/** Lets the reader have AWS work out what an update would do to each part, and shows what would be lost. */
export function PlanPanel(props: {
  preview: PlanState;
  /** Whether a value is wrong, so that there is nothing to ask. */
  isBroken: boolean;
}) {
  const { preview, isBroken } = props;
  const { plan, isPending, error, ask } = preview;
  return (
    <Flex direction="column" gap="3">
      <div>
        <Button
          variant="secondary"
          isPending={isPending}
          isDisabled={isBroken}
          onPress={ask}
        >
          {plan ? 'Preview again' : 'Preview what AWS changes'}
        </Button>
      </div>
      <div role="status">{plan && <PlanAnswer plan={plan} />}</div>
      {error !== undefined && (
        <ErrorPanel title="There is no preview" error={error} />
      )}
    </Flex>
  );
}
