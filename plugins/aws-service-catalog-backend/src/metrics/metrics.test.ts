import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { JsonObject } from '@backstage/types';
import { metrics } from '@opentelemetry/api';
import { PrometheusSerializer } from '@opentelemetry/exporter-prometheus';
import {
  AggregationTemporality,
  DataPoint,
  ExponentialHistogram,
  Histogram,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
  ResourceMetrics,
} from '@opentelemetry/sdk-metrics';
import { parse } from 'yaml';
import { createTestDatabases } from '../__testUtils__/databases';
import { component, group, user } from '../__testUtils__/entities';
import { OrderPortal, orderPortalConfig } from '../__testUtils__/orderPortal';
import { useReplicas } from '../__testUtils__/replicas';
import { MetricDefinition, metricDefinitions } from './definitions';

jest.setTimeout(120_000);

const databases = createTestDatabases();

const PAYMENTS = 'group:default/team-payments';
const PLATFORM = 'group:default/platform-engineering';

/** Long enough never to export by itself. */
const NEVER_MS = 24 * 60 * 60_000;

const DOCS = join(__dirname, '../../../../docs/observability');

const definitions: MetricDefinition[] = Object.values(metricDefinitions);

/** The values of a metric with their attributes; of a histogram, count and sum. */
function valuesOf(
  { scopeMetrics }: ResourceMetrics,
  name: keyof typeof metricDefinitions,
) {
  return scopeMetrics
    .flatMap(scope => scope.metrics)
    .filter(
      ({ descriptor }) => descriptor.name === metricDefinitions[name].name,
    )
    .flatMap<DataPoint<number | Histogram | ExponentialHistogram>>(
      metric => metric.dataPoints,
    )
    .map(({ attributes, value }) => ({
      attributes,
      value:
        typeof value === 'number'
          ? value
          : { count: value.count, sum: value.sum },
    }));
}

describe.each(databases.eachId)('metrics, %s', databaseId => {
  const world = useReplicas(databases, databaseId);
  const exporter = new InMemoryMetricExporter(
    AggregationTemporality.CUMULATIVE,
  );
  const reader = new PeriodicExportingMetricReader({
    exporter,
    exportIntervalMillis: NEVER_MS,
  });
  const provider = new MeterProvider({ readers: [reader] });
  let lived: ResourceMetrics;

  beforeAll(() => metrics.setGlobalMeterProvider(provider));
  afterAll(async () => {
    metrics.disable();
    await provider.shutdown();
  });

  const start = () => {
    const config = orderPortalConfig(world.emulator.url);
    return world.start({
      entities: [
        component('payments-api', PAYMENTS),
        group(PLATFORM, ['platform-engineer']),
        user('platform-engineer', [PLATFORM]),
      ],
      config: {
        ...config,
        awsServiceCatalog: {
          ...(config.awsServiceCatalog as JsonObject),
          approval: { default: { approvers: [PLATFORM] } },
        },
      },
    });
  };

  /** Orders a bucket, and decides it after some seconds. */
  async function decide(on: OrderPortal, verb: string, seconds: number) {
    const { id, digest } = await world.orderBucket(on);
    await on.tick(seconds);
    const body = { digest, reason: 'because' };
    const by = 'platform-engineer';
    expect(await on.post(`/orders/${id}/${verb}`, body, by)).toMatchObject({
      status: 200,
    });
    return id;
  }

  async function collect(): Promise<ResourceMetrics> {
    exporter.reset();
    await reader.forceFlush();
    return exporter.getMetrics()[0];
  }

  it('tell of what happened, with few attributes', async () => {
    const portal = await start();
    world.emulator.faults.add({
      kind: 'throttle',
      operation: 'ProvisionProduct',
      count: 1,
    });
    await portal.finish(await decide(portal, 'approve', 60));
    await decide(portal, 'reject', 30);
    const { id } = await world.orderBucket(portal);
    await world.knex('orders').where({ id }).update({ alarm: 'stuck' });
    await portal.tick(11);
    lived = await collect();

    const ended = { kind: 'provision', product: 'Bucket' };
    expect(
      valuesOf(lived, 'orders').filter(({ value }) => value !== 0),
    ).toEqual([
      { attributes: { state: 'awaiting-approval' }, value: 1 },
      { attributes: { state: 'succeeded' }, value: 1 },
      { attributes: { state: 'rejected' }, value: 1 },
    ]);
    expect(valuesOf(lived, 'alarms')).toEqual([
      { attributes: { code: 'stuck' }, value: 1 },
      { attributes: { code: 'set-aside' }, value: 0 },
      { attributes: { code: 'unreachable' }, value: 0 },
    ]);
    expect(valuesOf(lived, 'ended')).toEqual([
      { attributes: { ...ended, outcome: 'succeeded' }, value: 1 },
      { attributes: { ...ended, outcome: 'rejected' }, value: 1 },
    ]);
    expect(valuesOf(lived, 'approvalDuration')).toEqual([
      { attributes: { outcome: 'approved' }, value: { count: 1, sum: 60 } },
      { attributes: { outcome: 'rejected' }, value: { count: 1, sum: 30 } },
    ]);
    const [{ attributes, value }] = valuesOf(lived, 'orderDuration');
    expect({ attributes, value }).toEqual({
      attributes: ended,
      value: { count: 1, sum: expect.any(Number) },
    });
    expect(value).toMatchObject({ sum: expect.any(Number) });
    const call = { operation: 'ProvisionProduct', target: 'sandbox' };
    const once = { count: 1, sum: expect.any(Number) };
    expect(valuesOf(lived, 'awsCallDuration')).toEqual(
      expect.arrayContaining([
        { attributes: { ...call, 'error.type': 'throttled' }, value: once },
        { attributes: call, value: once },
        {
          attributes: { operation: 'GetCallerIdentity', target: 'production' },
          value: once,
        },
      ]),
    );
    expect(valuesOf(lived, 'targetPaused')).toEqual([
      { attributes: { target: 'sandbox' }, value: 0 },
      { attributes: { target: 'production' }, value: 0 },
    ]);
    const [{ value: age }] = valuesOf(lived, 'syncAge');
    expect(age).toBeGreaterThan(100);
  });

  it('tell how long nothing is done', async () => {
    await world.knex('orders').update({ alarm: null });
    const portal = await start();
    await decide(portal, 'approve', 60);
    world.emulator.clock.advance(90);
    const now = await collect();
    // The SDK keeps on showing what is left out.
    expect(valuesOf(now, 'alarms').filter(({ value }) => value !== 0)).toEqual(
      [],
    );
    expect(valuesOf(now, 'reconcileLag')).toContainEqual({
      attributes: { target: 'sandbox' },
      value: 90,
    });
    expect(valuesOf(now, 'outboxLag')).toContainEqual({
      attributes: { channel: 'notification' },
      value: 90,
    });
  });

  it('have the names that dashboard and alerts use, all of them', () => {
    const samples = new PrometheusSerializer().serialize(lived);
    const exported = new Set(samples.match(/^aws_service_catalog\w+/gm));
    const rules = readFileSync(join(DOCS, 'prometheus-rules.yaml'), 'utf8');
    const dashboard = readFileSync(
      join(DOCS, 'grafana-dashboard.json'),
      'utf8',
    );
    const used = new Set(
      `${dashboard} ${rules}`.match(/\baws_service_catalog_\w+/g),
    );
    expect([...used].filter(name => !exported.has(name))).toEqual([]);
    expect(
      definitions
        .map(({ name }) => name.replaceAll('.', '_'))
        .filter(name => ![...used].some(use => use.startsWith(name))),
    ).toEqual([]);
  });
});

describe('docs/observability', () => {
  it('says of every alert what to do, in the runbook', () => {
    const { groups } = parse(
      readFileSync(join(DOCS, 'prometheus-rules.yaml'), 'utf8'),
    );
    const runbook = readFileSync(join(DOCS, '../runbook.md'), 'utf8');
    const alerts: { alert: string }[] = groups.flatMap(
      ({ rules }: { rules: { alert: string }[] }) => rules,
    );
    expect(alerts.length).toBeGreaterThan(0);
    expect(
      alerts.filter(({ alert }) => !runbook.includes(`### ${alert}\n`)),
    ).toEqual([]);
  });

  it('describes every metric', () => {
    const page = readFileSync(join(DOCS, 'README.md'), 'utf8');
    expect(
      definitions.filter(({ name }) => !page.includes(`\`${name}\``)),
    ).toEqual([]);
  });
});
