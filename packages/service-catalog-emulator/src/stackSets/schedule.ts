import { OperationContext } from '../context';
import {
  InstancePlace,
  RecordError,
  StackChange,
  StackInstance,
  StackInstanceChange,
  Tag,
} from '../state/entities';
import { StackSetRequest } from './stackSetRequest';

/** What happens to the stack of one place. */
export interface InstanceRun {
  failsAt?: number;
  completesAt: number;
  error?: RecordError;
  /** Absent when there was nothing to do. */
  stack?: Pick<StackChange, 'stack' | 'startsAt' | 'outcome'>;
  /** Absent when it is gone. */
  after?: StackInstance;
}

/** What happens to a stack set altogether. */
export interface ScheduledRun {
  failsAt?: number;
  completesAt: number;
  /** The first failure, when there were more than are tolerated. */
  error?: RecordError;
  changes: StackInstanceChange[];
}

/**
 * Works on the stacks of a stack set: one Region after the other, and in each so many accounts at the same time as the
 * request says. Once more have failed in a Region than are tolerated, nothing more is begun.
 *
 * @param run - decides what happens to one stack, in its place and at its time
 * @param untouched - a stack that is not begun any more
 */
export function schedule<P extends InstancePlace>(
  context: OperationContext,
  places: P[],
  limits: Pick<StackSetRequest, 'tolerance' | 'concurrency'>,
  tags: Tag[],
  run: (context: OperationContext, place: P) => InstanceRun,
  untouched: (place: P) => StackInstance,
): ScheduledRun {
  const failures = new Map<string, InstanceRun[]>();
  const end: ScheduledRun = { completesAt: context.now, changes: [] };
  for (const { region, batch, tolerated } of batches(places, limits)) {
    const startsAt = end.completesAt;
    if (end.error) {
      end.changes.push(
        ...batch.map(place => ({
          ...placeOf(place),
          endsAt: startsAt,
          after: untouched(place),
        })),
      );
      continue;
    }
    const runs = batch.map(place =>
      run(contextIn(context, place, startsAt), place),
    );
    runs.forEach((result, index) => {
      const place = placeOf(batch[index]);
      note(context, place, result, tags);
      const { completesAt: endsAt, after } = result;
      end.changes.push({ ...place, endsAt, after });
    });
    end.completesAt = Math.max(...runs.map(({ completesAt }) => completesAt));
    const failed = [
      ...(failures.get(region) ?? []),
      ...runs.filter(({ error }) => error !== undefined),
    ];
    failures.set(region, failed);
    if (failed.length > tolerated) {
      end.failsAt = failed[0].failsAt;
      end.error = failed[0].error;
    }
  }
  return end;
}

/** The places that are worked on at the same time, in order, and how many failures their Region may have. */
function* batches<P extends InstancePlace>(
  places: P[],
  {
    tolerance,
    concurrency,
  }: Pick<StackSetRequest, 'tolerance' | 'concurrency'>,
): Iterable<{ region: string; batch: P[]; tolerated: number }> {
  for (const region of new Set(places.map(place => place.region))) {
    const inRegion = places.filter(place => place.region === region);
    const size = concurrency(inRegion.length);
    for (let first = 0; first < inRegion.length; first += size) {
      yield {
        region,
        batch: inRegion.slice(first, first + size),
        tolerated: tolerance(inRegion.length),
      };
    }
  }
}

/** The request as it reaches CloudFormation in a place: there the stack is made. */
function contextIn(
  context: OperationContext,
  { account, region }: InstancePlace,
  now: number,
): OperationContext {
  return {
    ...context,
    now,
    region,
    caller: { ...context.caller, accountId: account },
  };
}

function placeOf({ account, region }: InstancePlace): InstancePlace {
  return { account, region };
}

/** Lets the account of the stack see it. */
function note(
  { world }: OperationContext,
  { account, region }: InstancePlace,
  { stack, failsAt, completesAt }: InstanceRun,
  tags: Tag[],
): void {
  if (stack) {
    world.account(account, region).records.addStack({
      id: world.ids.uuid(),
      ...stack,
      failsAt,
      completesAt,
      tags,
      settled: false,
    });
  }
}
