import { AwsOutput, AwsRecord, isBusy } from '../aws';
import {
  describeFailedAction,
  describeFailedRecord,
  Failure,
  failures,
} from './failures';
import { ReturnedOrder } from './OrderChecker';
import { PlanSight } from './plans/PlanKeeper';
import { PlanObservation } from './plans/planSteps';
import { StoredPlan } from './plans/PlanStore';
import {
  findNewReplacements,
  listReplacements,
  nameReplacements,
  returnForReplacements,
} from './plans/replacements';
import { listSentSecrets, StoredOrder } from './StoredOrder';

/** A record as AWS describes it, with its outputs. */
export type DescribedRecord = AwsRecord & { outputs: AwsOutput[] };

/** What a look at the world showed about an order; the kind of look follows from the order's state. */
export type Observation =
  /** `queued`: whether everything is still as it was ordered. */
  | {
      of: 'checks';
      /** What stands against launching now. */
      objection?: Failure;
      /** Whether another one has to be through first. */
      mustWait?: boolean;
      /** For some updates: the plan that shows what AWS is about to replace. */
      plan?: PlanObservation;
      /** What has to be approved anew. */
      returned?: ReturnedOrder;
      /** Whether the failed attempt before left something behind. */
      remnant: 'none' | 'there';
      /** The launch path to send. */
      pathId?: string;
    }
  /** `submitting`: the provisioned product that the failed attempt before left behind. */
  | {
      of: 'remnant';
      /** The record of its termination, if AWS has one. */
      record?: AwsRecord;
      /** Whether a refusal is so old that AWS would show a call that it took before. */
      refusalStands?: boolean;
    }
  /** `submitting`: what became of the call that we may or may not have made. */
  | {
      of: 'submission';
      /** AWS's record of it. Absent: none is to be seen, which proves nothing. */
      record?: AwsRecord;
      /** Whether a refusal is so old that AWS would show a call that it took before. */
      refusalStands?: boolean;
      /** For launches: somebody else has a provisioned product of that name. */
      nameIsTaken?: boolean;
    }
  /** `running`: AWS's record. Absent: the provisioned product is still under change, so nobody asked for it. */
  | { of: 'record'; record?: DescribedRecord };

/** The one thing to do next. */
export type Step =
  | { do: 'wait' }
  /** Have it approved anew, as it would be launched now. */
  | { do: 'return'; returned: ReturnedOrder }
  /** Have AWS preview the update. */
  | { do: 'plan'; pathId?: string }
  /** Ask for that preview again: identical body, identical token. */
  | { do: 'plan-again'; plan: StoredPlan; pathId?: string }
  /** Note the preview, if that was not done, and delete it in AWS. */
  | { do: 'close-plan'; plan: StoredPlan; sight?: PlanSight }
  /** Save the attempt's token, then make its call, or first the one that terminates the remnant. */
  | { do: 'submit'; remnant: 'none' | 'there'; pathId?: string }
  /** Terminate what the failed attempt before left behind, with the saved token. */
  | { do: 'terminate-remnant' }
  /** Note AWS's record of that termination. */
  | { do: 'follow-remnant'; record: AwsRecord }
  /** Note that it is gone, then make the attempt's call. */
  | { do: 'submit-after-remnant'; record: AwsRecord }
  /** Make the attempt's call again: identical body, identical token. */
  | { do: 'send-again' }
  /** Wait until AWS has done something else. With AWS's record, when it is that of the order. */
  | {
      do: 'postpone';
      failure: Failure;
      tokenIsUsed: boolean;
      record?: DescribedRecord;
    }
  /** AWS has it. */
  | { do: 'accept'; record: AwsRecord }
  | { do: 'succeed'; record: DescribedRecord }
  /** With AWS's record, when it is what failed. */
  | { do: 'fail'; failure: Failure; record?: DescribedRecord };

/**
 * What to do about a call that AWS shows no record of. Absence proves nothing: the call may not have been made, or its record not
 * be visible yet. Sending it again with its token does no harm in either case, unless AWS has refused just that.
 */
function decideUnseen(
  { progress: { refusal } }: StoredOrder,
  refusalStands: boolean | undefined,
  again: Step,
): Step {
  if (!refusal) {
    return again;
  }
  if (!refusalStands) {
    return { do: 'wait' };
  }
  const { failure } = refusal;
  return refusal.isBusy
    ? { do: 'postpone', failure, tokenIsUsed: false }
    : { do: 'fail', failure };
}

function saysBusy({ errors }: AwsRecord): boolean {
  return errors.some(({ code, message }) => isBusy(code, message));
}

/** What a record ends that failed: the order, or only its attempt, if AWS was at something else and it can be made once more. */
function decideFailed(order: StoredOrder, record: DescribedRecord): Step {
  const failure =
    order.kind === 'service-action'
      ? describeFailedAction(record)
      : describeFailedRecord(record);
  // They were wiped when AWS had them: only a person can give them again.
  const needsSecrets = listSentSecrets(order).length > 0;
  return saysBusy(record) && !needsSecrets
    ? { do: 'postpone', failure, tokenIsUsed: true, record }
    : { do: 'fail', failure, record };
}

/**
 * What there is to do before an update may be submitted whose replacements somebody has to know; undefined: nothing more. What
 * was not shown is approved anew, or, where nobody approves, not done.
 */
function decidePlan(
  order: StoredOrder,
  { plan: seen, pathId }: Extract<Observation, { of: 'checks' }>,
): Step | undefined {
  if (!seen) {
    return undefined;
  }
  switch (seen.state) {
    case 'none':
      return { do: 'plan', pathId };
    case 'unseen':
      return { do: 'plan-again', plan: seen.plan, pathId };
    case 'running':
      return { do: 'wait' };
    case 'result':
      return { do: 'close-plan', plan: seen.plan, sight: seen.sight };
    case 'left':
      return { do: 'close-plan', plan: seen.plan };
    default:
  }
  const { state, message = '', changes } = seen.plan;
  if (state === 'failed') {
    return { do: 'fail', failure: failures.planFailed(message) };
  }
  const { approval, replacements = [] } = order.content;
  const now = listReplacements(changes);
  const news = findNewReplacements(replacements, now);
  if (news.length === 0) {
    return undefined;
  }
  return approval
    ? { do: 'return', returned: returnForReplacements(order, now, news) }
    : {
        do: 'fail',
        failure: failures.newReplacements(nameReplacements(news)),
      };
}

function decideRemnant(
  order: StoredOrder,
  { record, refusalStands }: Extract<Observation, { of: 'remnant' }>,
): Step {
  if (!record) {
    return decideUnseen(order, refusalStands, { do: 'terminate-remnant' });
  }
  switch (record.status) {
    case 'SUCCEEDED':
      return { do: 'submit-after-remnant', record };
    case 'FAILED': {
      const failure = failures.remnantStays(describeFailedRecord(record));
      return saysBusy(record)
        ? { do: 'postpone', failure, tokenIsUsed: true }
        : { do: 'fail', failure };
    }
    default:
      return order.progress.remnant?.recordId === undefined
        ? { do: 'follow-remnant', record }
        : { do: 'wait' };
  }
}

/**
 * Decides the next step of an order from what was observed. Pure: the same order and observation always give the same step.
 *
 * The record decides, never the provisioned product's status: after a failed update the old version still runs, and a
 * provisioned product that cannot be found may be terminated or merely out of sight.
 *
 * @throws Error when the observation does not fit the order's state, which is a defect
 */
export function decideStep(order: StoredOrder, observation: Observation): Step {
  const situation = `${order.state}, ${observation.of}` as const;
  switch (observation.of) {
    case 'checks': {
      if (order.state !== 'queued') {
        break;
      }
      if (observation.mustWait) {
        return { do: 'wait' };
      }
      if (observation.objection) {
        return { do: 'fail', failure: observation.objection };
      }
      if (observation.returned) {
        return { do: 'return', returned: observation.returned };
      }
      const planStep = decidePlan(order, observation);
      if (planStep) {
        return planStep;
      }
      const { remnant, pathId } = observation;
      return { do: 'submit', remnant, pathId };
    }
    case 'remnant':
      if (order.state !== 'submitting') {
        break;
      }
      return decideRemnant(order, observation);
    case 'submission':
      if (order.state !== 'submitting') {
        break;
      }
      if (observation.record) {
        return { do: 'accept', record: observation.record };
      }
      return observation.nameIsTaken
        ? {
            do: 'fail',
            failure: failures.nameIsTaken(order.provisionedProduct.name),
          }
        : decideUnseen(order, observation.refusalStands, {
            do: 'send-again',
          });
    case 'record':
      if (order.state !== 'running') {
        break;
      }
      switch (observation.record?.status) {
        case 'SUCCEEDED':
          return { do: 'succeed', record: observation.record };
        case 'FAILED':
          return decideFailed(order, observation.record);
        default:
          // CREATED, IN_PROGRESS, IN_PROGRESS_IN_ERROR (AWS rolls back), and whatever AWS may add.
          return { do: 'wait' };
      }
  }
  throw new Error(`Nothing can be decided from: ${situation}`);
}
