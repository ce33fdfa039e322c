import { useApi } from '@backstage/core-plugin-api';
import type {
  Plan,
  PlanRequest,
  TargetAddress,
} from 'backstage-plugin-aws-service-catalog-common';
import { useCallback, useState } from 'react';
import { awsServiceCatalogApiRef } from '../../api';
import { LiveRules, useLive } from '../details/useLive';
import { useSubmit } from '../details/useSubmit';

const rules: LiveRules<Plan | undefined> = {
  isSettled: plan => plan?.state !== 'running',
  fingerprint: plan => plan?.state ?? '',
};

/** What AWS says that an update would change, once it was asked. */
export type PlanState = {
  /** Of just this update; undefined when AWS was not asked about it. */
  plan?: Plan;
  /** The id of the plan, when the update can be ordered as AWS has previewed it. */
  usableId?: string;
  isPending: boolean;
  /** Why there is none. */
  error?: unknown;
  /** Has AWS work it out. */
  ask(): void;
};

/** Has AWS work out what an update would do to each part, and follows it until AWS has. */
export function usePlan(
  { target, id }: TargetAddress,
  { versionId, pathId, parameters, writeTags }: PlanRequest,
): PlanState {
  const request = { versionId, pathId, parameters, writeTags };
  const text = JSON.stringify(request);
  const api = useApi(awsServiceCatalogApiRef);
  const [made, setMade] = useState<{ text: string; plan: Plan }>();
  const { isPending, error, submit } = useSubmit<Plan>(plan =>
    setMade({ text, plan }),
  );
  // A change of the form makes the preview one of another update.
  const asked = made?.text === text ? made.plan : undefined;
  const planId = asked?.id;
  const load = useCallback(
    async (signal: AbortSignal) =>
      planId === undefined
        ? undefined
        : api.getPlan({ target, id, planId }, { signal }),
    [api, target, id, planId],
  );
  const live = useLive(load, rules);
  const plan = asked && (live.value ?? asked);
  const isUsable = plan?.state === 'ready' || plan?.state === 'no-changes';
  return {
    plan,
    usableId: isUsable ? plan.id : undefined,
    isPending: isPending || plan?.state === 'running',
    error: error ?? live.error,
    ask: () => submit(() => api.createPlan({ target, id }, request)),
  };
}
