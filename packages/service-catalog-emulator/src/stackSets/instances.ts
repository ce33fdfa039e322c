import { AccountState } from '../state/AccountState';
import {
  InstancePlace,
  ProvisionedProduct,
  StackInstance,
  StackInstanceChange,
  StackInstanceStatus,
} from '../state/entities';

/** Whether both are in the same account and Region. */
export function isAt(a: InstancePlace, b: InstancePlace): boolean {
  return a.account === b.account && a.region === b.region;
}

/** The stacks of a stack set after the changes, new ones last. */
export function instancesAfter(
  before: StackInstance[],
  changes: StackInstanceChange[],
): StackInstance[] {
  const changeOf = (place: InstancePlace) =>
    changes.find(change => isAt(change, place));
  return [
    ...before.map(instance => {
      const change = changeOf(instance);
      return change ? change.after : instance;
    }),
    ...changes
      .filter(change => !before.some(instance => isAt(instance, change)))
      .map(({ after }) => after),
  ].filter(instance => instance !== undefined);
}

/** The stacks of a provisioned product as the clock has them: those being worked on are OUTDATED. */
export function stackInstances(
  state: AccountState,
  { instances = [], lastRecordId }: ProvisionedProduct,
  now: number,
): (InstancePlace & { status: StackInstanceStatus })[] {
  const changes = state.records.get(lastRecordId)?.instanceChanges ?? [];
  const current = changes.map(({ after, ...change }) => {
    const { account, region, endsAt } = change;
    return endsAt <= now
      ? { account, region, status: after?.status }
      : { account, region, status: 'OUTDATED' as const };
  });
  return [
    ...instances.filter(
      instance => !current.some(change => isAt(change, instance)),
    ),
    ...current,
  ].flatMap(({ account, region, status }) =>
    status === undefined ? [] : [{ account, region, status }],
  );
}
