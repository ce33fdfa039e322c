import { AllowedAction } from 'backstage-plugin-aws-service-catalog-common';
import { Caller } from '../authorize';
import { StoredLease } from './StoredLease';

type LeaseCaller = Pick<Caller, 'isOperator' | 'principal'>;

function refuse(reason: string): AllowedAction {
  return { allowed: false, reason };
}

function decideOperating(
  { isOperator, principal }: LeaseCaller,
  verb: 'hold' | 'release',
): AllowedAction {
  if (principal !== 'user') {
    return refuse('Every change needs a user.');
  }
  return isOperator
    ? { allowed: true }
    : refuse(`Only the people who run the portal can ${verb} it.`);
}

/** Whether a caller may keep a lease from ending. One that is held can be held again, for another reason or time. */
export function decideHold(caller: LeaseCaller): AllowedAction {
  return decideOperating(caller, 'hold');
}

/** Whether a caller may let a lease run again. */
export function decideRelease(
  caller: LeaseCaller,
  { hold }: StoredLease,
): AllowedAction {
  const decision = decideOperating(caller, 'release');
  return decision.allowed && !hold ? refuse('It is not held.') : decision;
}
