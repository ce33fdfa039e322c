import { useApi } from '@backstage/core-plugin-api';
import { Alert, Badge, Button, Flex, Text } from '@backstage/ui';
import type {
  Plan,
  PlannedChange,
  PlanRequest,
  TargetAddress,
} from 'backstage-plugin-aws-service-catalog-common';
import { useCallback, useEffect, useState } from 'react';
import { awsServiceCatalogApiRef } from '../../api';
import { ErrorPanel } from '../common';
import badges from '../common/StateBadge.module.css';
import { LiveRules, useLive } from '../details/useLive';
import { useSubmit } from '../details/useSubmit';
import styles from './ResourceHistory.module.css';

const rules: LiveRules<Plan | undefined> = {
  isSettled: plan => plan?.state !== 'running',
  fingerprint: plan => plan?.state ?? '',
};

const actions: Record<PlannedChange['action'], string> = {
  ADD: 'Added',
  MODIFY: 'Changed',
  REMOVE: 'Removed',
};

function look({ action, replacement }: PlannedChange): {
  label: string;
  tone: string;
} {
  if (replacement === 'TRUE') {
    return { label: 'Replaced', tone: badges.negative };
  }
  if (replacement === 'CONDITIONAL') {
    return { label: 'May be replaced', tone: badges.warning };
  }
  return {
    label: actions[action],
    tone: action === 'REMOVE' ? badges.negative : badges.neutral,
  };
}

function ChangeLine({ change }: { change: PlannedChange }) {
  const { label, tone } = look(change);
  const names = [
    ...new Set(change.details.flatMap(({ name }) => (name ? [name] : []))),
  ];
  return (
    <li className={styles.line}>
      <Flex align="center" gap="2" style={{ flexWrap: 'wrap' }}>
        <Badge size="small" className={`${badges.badge} ${tone}`}>
          {label}
        </Badge>
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

/** Has AWS work out what an update would do to each part, and shows what would be lost. */
export function PlanPanel(props: {
  address: TargetAddress;
  /** What the update would be ordered with. */
  request: PlanRequest;
  /** Whether a value is wrong, so that there is nothing to ask. */
  isBroken: boolean;
  /** Gets the id of the preview of just this update; undefined when there is none. */
  onPlan(planId: string | undefined): void;
}) {
  const { address, isBroken, onPlan } = props;
  const { target, id } = address;
  const { versionId, pathId, parameters, writeTags } = props.request;
  const request = { versionId, pathId, parameters, writeTags };
  const text = JSON.stringify(request);
  const api = useApi(awsServiceCatalogApiRef);
  const [made, setMade] = useState<{ text: string; plan: Plan }>();
  const { isPending, error, submit } = useSubmit<Plan>(plan =>
    setMade({ text, plan }),
  );
  // A change of the form makes the preview one of another update.
  const plan = made?.text === text ? made.plan : undefined;
  const planId = plan?.id;
  const load = useCallback(
    async (signal: AbortSignal) =>
      planId === undefined
        ? undefined
        : api.getPlan({ target, id, planId }, { signal }),
    [api, target, id, planId],
  );
  const live = useLive(load, rules);
  const shown = plan && (live.value ?? plan);
  const usable =
    shown?.state === 'ready' || shown?.state === 'no-changes'
      ? shown.id
      : undefined;
  useEffect(() => onPlan(usable), [onPlan, usable]);

  return (
    <Flex direction="column" gap="3">
      <div>
        <Button
          variant="secondary"
          isPending={isPending || shown?.state === 'running'}
          isDisabled={isBroken}
          onPress={() => submit(() => api.createPlan({ target, id }, request))}
        >
          {shown ? 'Preview again' : 'Preview what AWS changes'}
        </Button>
      </div>
      <div role="status">{shown && <PlanAnswer plan={shown} />}</div>
      {(error ?? live.error) !== undefined && (
        <ErrorPanel title="There is no preview" error={error ?? live.error} />
      )}
    </Flex>
  );
}
