import { LifecycleService, LoggerService } from '@backstage/backend-plugin-api';
import {
  MetricsService,
  MetricsServiceObservableCallback,
} from '@backstage/backend-plugin-api/alpha';
import { metricDefinitions } from './definitions';

type GaugeName =
  | 'orders'
  | 'alarms'
  | 'reconcileLag'
  | 'targetPaused'
  | 'outboxLag'
  | 'outboxSetAside'
  | 'leases'
  | 'leaseProblems'
  | 'leaseLag'
  | 'syncAge';

/** One value of a gauge, with its attributes. */
export type GaugeValue = {
  value: number;
  attributes: Record<string, string>;
};

/** What each gauge shows now: always of every attribute, because the SDK goes on showing the last value of one that is left out. */
export type GaugeValues = Record<GaugeName, readonly GaugeValue[]>;

/**
 * Registers the gauges of what the database says. Every replica shows the same: take the highest of them, not their sum.
 *
 * @param options.read - should be cheap to call several times at once
 */
export function registerGauges(options: {
  metrics: MetricsService;
  lifecycle: LifecycleService;
  logger: LoggerService;
  read: () => Promise<GaugeValues>;
}): void {
  const { metrics, lifecycle, logger, read } = options;
  const names: GaugeName[] = [
    'orders',
    'alarms',
    'reconcileLag',
    'targetPaused',
    'outboxLag',
    'outboxSetAside',
    'leases',
    'leaseProblems',
    'leaseLag',
    'syncAge',
  ];
  for (const gaugeName of names) {
    const { name, ...description } = metricDefinitions[gaugeName];
    const gauge = metrics.createObservableGauge(name, description);
    const observe: MetricsServiceObservableCallback = async result => {
      try {
        const values = await read();
        values[gaugeName].forEach(({ value, attributes }) =>
          result.observe(value, attributes),
        );
      } catch (error) {
        // The last values stay, as they do when an attribute is left out: what tells of it is the health.
        logger.debug(`${name} could not be measured: ${error}`);
      }
    };
    gauge.addCallback(observe);
    lifecycle.addShutdownHook(() => gauge.removeCallback(observe));
  }
}
