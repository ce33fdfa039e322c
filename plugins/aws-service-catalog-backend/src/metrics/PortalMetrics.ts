import {
  MetricsService,
  MetricsServiceCounter,
  MetricsServiceHistogram,
} from '@backstage/backend-plugin-api/alpha';
import { MetricDefinition, metricDefinitions } from './definitions';

function createHistogram(
  metrics: MetricsService,
  { name, unit, description, bounds }: MetricDefinition,
): MetricsServiceHistogram {
  return metrics.createHistogram(name, {
    unit,
    description,
    advice: { explicitBucketBoundaries: bounds },
  });
}

/** Counts and times what happens, in the replica in which it happens: sum them over all replicas. */
export class PortalMetrics {
  private readonly ended: MetricsServiceCounter;
  private readonly approvalDuration: MetricsServiceHistogram;
  private readonly orderDuration: MetricsServiceHistogram;
  private readonly awsCallDuration: MetricsServiceHistogram;

  constructor(metrics: MetricsService) {
    const { name, ...options } = metricDefinitions.ended;
    this.ended = metrics.createCounter(name, options);
    this.approvalDuration = createHistogram(
      metrics,
      metricDefinitions.approvalDuration,
    );
    this.orderDuration = createHistogram(
      metrics,
      metricDefinitions.orderDuration,
    );
    this.awsCallDuration = createHistogram(
      metrics,
      metricDefinitions.awsCallDuration,
    );
  }

  /** An order, or an attempt at it, has ended. */
  noteEnded(order: { outcome: string; kind: string; product: string }): void {
    this.ended.add(1, order);
  }

  /** An approval was decided, or nobody decided in time. */
  noteApproval(outcome: string, durationMs: number): void {
    this.approvalDuration.record(durationMs / 1000, { outcome });
  }

  /** An order has succeeded. */
  noteSuccess(
    order: { kind: string; product: string },
    durationMs: number,
  ): void {
    this.orderDuration.record(durationMs / 1000, order);
  }

  /**
   * A call to AWS has ended.
   *
   * @param call.errorKind - absent when it succeeded
   */
  noteAwsCall(call: {
    operation: string;
    target: string;
    durationMs: number;
    errorKind?: string;
  }): void {
    const { operation, target, durationMs, errorKind } = call;
    this.awsCallDuration.record(durationMs / 1000, {
      operation,
      target,
      ...(errorKind && { 'error.type': errorKind }),
    });
  }
}
