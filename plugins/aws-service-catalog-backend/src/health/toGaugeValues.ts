import { LeaseFigures } from '../leases';
import { GaugeValue, GaugeValues } from '../metrics';
import { OrderFigures } from '../orders';
import { Freshness } from '../targets';

function byAttribute(
  attribute: string,
  values: Iterable<readonly [string, number]>,
): GaugeValue[] {
  return [...values].map(([key, value]) => ({
    value,
    attributes: { [attribute]: key },
  }));
}

function inSeconds([key, milliseconds]: readonly [string, number]) {
  return [key, milliseconds / 1000] as const;
}

/** The gauges' values, from what the database says. */
export function toGaugeValues(
  { states, alarms, reconcileLagMs, paused, outbox }: OrderFigures,
  leases: LeaseFigures,
  freshness: ReadonlyMap<string, Freshness>,
  now: Date,
): GaugeValues {
  // What is no target of this configuration any more is not shown, however old its copy.
  const targets = [...reconcileLagMs.keys()];
  const channels = [...outbox];
  return {
    orders: byAttribute('state', states),
    alarms: byAttribute('code', alarms),
    reconcileLag: byAttribute(
      'target',
      [...reconcileLagMs].map(entry => inSeconds(entry)),
    ),
    targetPaused: byAttribute(
      'target',
      targets.map(target => [target, paused.has(target) ? 1 : 0] as const),
    ),
    outboxLag: byAttribute(
      'channel',
      channels.map(([name, { lagMs }]) => inSeconds([name, lagMs])),
    ),
    outboxSetAside: byAttribute(
      'channel',
      channels.map(([name, { setAside }]) => [name, setAside] as const),
    ),
    leases: byAttribute('state', leases.states),
    leaseProblems: byAttribute('code', leases.problems),
    leaseLag: [{ value: leases.lagMs / 1000, attributes: {} }],
    syncAge: byAttribute(
      'target',
      targets.flatMap(target => {
        const { syncedAt } = freshness.get(target) ?? {};
        return syncedAt
          ? [inSeconds([target, now.getTime() - Date.parse(syncedAt)])]
          : [];
      }),
    ),
  };
}
