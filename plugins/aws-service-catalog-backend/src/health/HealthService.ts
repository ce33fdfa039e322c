import { LoggerService } from '@backstage/backend-plugin-api';
import { HealthResponse } from 'backstage-plugin-aws-service-catalog-common';
import { ClockService } from 'backstage-plugin-aws-service-catalog-node';
import { LeaseFigures } from '../leases';
import { GaugeValues } from '../metrics';
import { OrderFigures } from '../orders';
import { CopiesHealth, Freshness } from '../targets';
import { toGaugeValues } from './toGaugeValues';

/** For how long figures are shown again: counting takes a while, and anybody may ask for the health. */
const CACHE_MS = 10_000;

/** A due order is looked at within seconds, unless a target is down. */
const LONGEST_RECONCILE_LAG_MS = 5 * 60_000;
/** A channel that is down is tried again after ten minutes at the latest. */
const LONGEST_OUTBOX_LAG_MS = 15 * 60_000;

/** Leases are looked at once a minute. */
const LONGEST_LEASE_LAG_MS = 15 * 60_000;

type Figures = { orders: OrderFigures; leases: LeaseFigures };

/** What is to be told of orders and of leases goes through the same channels. */
function withOutboxOf(
  { outbox, ...orders }: OrderFigures,
  leases: LeaseFigures,
): OrderFigures {
  return {
    ...orders,
    outbox: new Map(
      [...outbox].map(([channel, { lagMs, setAside }]) => {
        const more = leases.outbox.get(channel);
        return [
          channel,
          {
            lagMs: Math.max(lagMs, more?.lagMs ?? 0),
            setAside: setAside + (more?.setAside ?? 0),
          },
        ];
      }),
    ),
  };
}

/** Reads a value at most once in a while, and once for all who ask meanwhile. A failure is not kept. */
function cached<T>(clock: ClockService, read: () => Promise<T>) {
  let last: { value: Promise<T>; untilMs: number } | undefined;
  return (): Promise<T> => {
    const nowMs = clock.now().getTime();
    if (!last || last.untilMs <= nowMs) {
      const current = { value: read(), untilMs: nowMs + CACHE_MS };
      current.value.catch(() => {
        if (last === current) {
          last = undefined;
        }
      });
      last = current;
    }
    return last.value;
  };
}

function toSeconds(milliseconds: number): number {
  return Math.round(milliseconds / 1000);
}

function highest(values: Iterable<number>): number {
  return Math.max(0, ...values);
}

/** Says how the portal is, to uptime monitors and to gauges. */
export class HealthService {
  private readonly readFigures: () => Promise<Figures>;

  constructor(
    private readonly options: {
      statistics: { read(): Promise<OrderFigures> };
      leases: { read(): Promise<LeaseFigures> };
      targets: {
        health(): Promise<CopiesHealth>;
        freshness(): Promise<Map<string, Freshness>>;
      };
      clock: ClockService;
      logger: LoggerService;
    },
  ) {
    const { clock, statistics } = options;
    this.readFigures = cached(clock, async () => {
      const leases = await options.leases.read();
      return { orders: withOutboxOf(await statistics.read(), leases), leases };
    });
  }

  /** How the portal is: `failed` when somebody has to do something. It never throws. */
  async check(): Promise<HealthResponse> {
    try {
      const [copies, figures] = await Promise.all([
        this.options.targets.health(),
        this.readFigures(),
      ]);
      return describe(copies, figures);
    } catch (error) {
      this.options.logger.error(`The database does not answer: ${error}`);
      return { status: 'failed', database: 'failed', targets: 'pending' };
    }
  }

  /**
   * What the gauges show.
   *
   * @throws what the database throws
   */
  async readGauges(): Promise<GaugeValues> {
    const [figures, freshness] = await Promise.all([
      this.readFigures(),
      this.options.targets.freshness(),
    ]);
    return toGaugeValues(
      figures.orders,
      figures.leases,
      freshness,
      this.options.clock.now(),
    );
  }
}

function describe(
  copies: CopiesHealth,
  { orders: { reconcileLagMs, outbox, paused }, leases }: Figures,
): HealthResponse {
  const channels = [...outbox.values()];
  const reconcileMs = highest(reconcileLagMs.values());
  const outboxMs = highest(channels.map(({ lagMs }) => lagMs));
  const setAside = channels.reduce((sum, channel) => sum + channel.setAside, 0);
  const isReconciled = reconcileMs < LONGEST_RECONCILE_LAG_MS;
  const isDelivered = outboxMs < LONGEST_OUTBOX_LAG_MS;
  const isKept = leases.lagMs < LONGEST_LEASE_LAG_MS;
  let status: HealthResponse['status'] = 'ok';
  if (copies.targets === 'stale' || !isReconciled || !isDelivered) {
    status = 'failed';
  } else if (
    copies.targets === 'failed' ||
    paused.size > 0 ||
    setAside > 0 ||
    !isKept
  ) {
    status = 'degraded';
  }
  return {
    status,
    database: 'ok',
    ...copies,
    pausedTargets: paused.size,
    orders: {
      status: isReconciled ? 'ok' : 'late',
      lagSeconds: toSeconds(reconcileMs),
    },
    outbox: {
      status: isDelivered ? 'ok' : 'late',
      lagSeconds: toSeconds(outboxMs),
      setAside,
    },
    leases: {
      status: isKept ? 'ok' : 'late',
      lagSeconds: toSeconds(leases.lagMs),
    },
  };
}
