import { createServiceFactory } from '@backstage/backend-plugin-api';
import { mockServices } from '@backstage/backend-test-utils';
import { EventsService, eventsServiceRef } from '@backstage/plugin-events-node';
import { JsonObject } from '@backstage/types';
import {
  createTestTargets,
  findLaunch,
  launch,
} from '../../__testUtils__/awsTargets';
import { createTestDatabases } from '../../__testUtils__/databases';
import { portalConfig, TestPortal } from '../../__testUtils__/portal';
import { startTwoTeams, TwoTeams } from '../../__testUtils__/twoTeams';
import { updateProvisionedProduct } from '../../aws';
import { SyncHints } from './SyncHints';

jest.setTimeout(120_000);

const TOPIC = 'aws.cloudformation';
const TASK = 'read-hinted-provisioned-products';
const operator = 'platform-engineer';

/** As EventBridge sends it, and SQS and Backstage's module for it pass it on. */
function stackEvent(
  id: string,
  changes: { account?: string; region?: string; stack?: string } = {},
): JsonObject {
  const { account = '111111111111', region = 'eu-central-1' } = changes;
  const stack = changes.stack ?? `SC-${account}-${id}`;
  const arn = `arn:aws:cloudformation:${region}:${account}:stack/${stack}/d0a825a0-e4cd-xmpl-b9fb-061c69e99204`;
  return {
    version: '0',
    id: '6a7e8feb-b491-4cf7-a9f1-bf3703467718',
    'detail-type': 'CloudFormation Stack Status Change',
    source: 'aws.cloudformation',
    account,
    time: '2026-11-01T18:43:48Z',
    region,
    resources: [arn],
    detail: {
      'stack-id': arn,
      'status-details': { status: 'UPDATE_COMPLETE', 'status-reason': '' },
      'client-request-token': '',
    },
  };
}

describe('events of CloudFormation', () => {
  const databases = createTestDatabases();

  describe.each(databases.eachId)('on %s', databaseId => {
    let world: TwoTeams;
    let portal: TestPortal;
    let events: EventsService;

    beforeEach(async () => {
      world = await startTwoTeams(await databases.init(databaseId));
      events = mockServices.events();
      const config = portalConfig(world.emulator.url);
      portal = await world.startAnother({
        config: {
          ...config,
          awsServiceCatalog: {
            ...(config.awsServiceCatalog as JsonObject),
            sync: { hints: { topic: TOPIC } },
          },
        },
        features: [
          createServiceFactory({
            service: eventsServiceRef,
            deps: {},
            factory: () => events,
          }),
        ],
      });
      world.emulator.clock.advance(1);
      world.emulator.calls.clear();
    });
    afterEach(async () => {
      await portal?.stop();
      await world?.stop();
    });

    const publish = (eventPayload: unknown) =>
      events.publish({ topic: TOPIC, eventPayload });
    const reads = () =>
      world.emulator.calls.count({ operation: 'SearchProvisionedProducts' });
    const runAfter = async (seconds: number) => {
      world.emulator.clock.advance(seconds);
      await portal.runTask(TASK);
    };

    it('have what was changed elsewhere read, once for all events of a stack', async () => {
      const target = createTestTargets(world.emulator).get('sandbox');
      await updateProvisionedProduct(target, {
        ...(await findLaunch(target, 'Bucket')),
        token: 'update',
        provisionedProductId: world.ids.Alpha,
        parameters: [
          { key: 'Purpose', value: 'others', secret: false },
          { key: 'Password', usePreviousValue: true },
        ],
        tags: [],
      });
      const status = async () =>
        (
          await world.ok(
            `/provisioned-products/sandbox/${world.ids.Alpha}`,
            operator,
          )
        ).status;
      expect(await status()).toBe('AVAILABLE');
      world.emulator.calls.clear();
      await publish(stackEvent(world.ids.Alpha));
      await runAfter(4);
      await publish(stackEvent(world.ids.Alpha));
      await runAfter(9);
      expect(reads()).toBe(0);
      await runAfter(1);
      expect(reads()).toBe(1);
      await runAfter(60);
      expect(reads()).toBe(1);
      expect(await status()).toBe('UNDER_CHANGE');
      await publish(stackEvent(world.ids.Alpha));
      await runAfter(10);
      expect(await status()).toBe('AVAILABLE');
    });

    it('have what was launched elsewhere appear', async () => {
      const target = createTestTargets(world.emulator).get('sandbox');
      const id = await launch(world.emulator, target, {
        product: 'Queue',
        name: 'by-hand',
      });
      await publish(stackEvent(id));
      await runAfter(10);
      expect(
        await world.ok(`/provisioned-products/sandbox/${id}`, operator),
      ).toMatchObject({ name: 'by-hand', product: { name: 'Queue' } });
    });

    it('are read at the latest after a minute, however many follow', async () => {
      for (let second = 0; second < 60; second += 5) {
        await publish(stackEvent(world.ids.Alpha));
        await runAfter(5);
      }
      expect(reads()).toBe(1);
    });

    it('of other accounts, Regions and stacks, and what is none, have nothing read', async () => {
      const event = stackEvent(world.ids.Alpha);
      for (const payload of [
        stackEvent(world.ids.Alpha, { account: '333333333333' }),
        stackEvent(world.ids.Alpha, { region: 'us-east-1' }),
        stackEvent(world.ids.Alpha, {
          stack: `SC-222222222222-${world.ids.Alpha}`,
        }),
        stackEvent(world.ids.Alpha, {
          stack: `SC-111111111111-${world.ids.Alpha}-Nested-1A2B3C`,
        }),
        stackEvent(world.ids.Alpha, { stack: 'network' }),
        { ...event, 'detail-type': 'CloudFormation Resource Status Change' },
        { ...event, account: 7 },
        { ...event, detail: { 'stack-id': 'x' } },
        { ...event, detail: null },
        'text',
        null,
        undefined,
      ]) {
        await publish(payload);
      }
      await runAfter(60);
      expect(world.emulator.calls.count()).toBe(0);
    });

    it('change nothing when AWS fails', async () => {
      const path = `/provisioned-products/sandbox/${world.ids.Alpha}`;
      const before = await world.ok(path, operator);
      world.emulator.faults.add({
        kind: 'accessDenied',
        operation: 'SearchProvisionedProducts',
      });
      await publish(stackEvent(world.ids.Alpha));
      await runAfter(10);
      expect(await world.ok(path, operator)).toEqual(before);
    });
  });

  it('wait in a queue that has an end, and what is wrong is said once', async () => {
    const logger = mockServices.logger.mock();
    let nowMs = Date.parse('2026-11-01T00:00:00Z');
    const read: string[] = [];
    const clock = { now: () => new Date(nowMs) };
    const hints = new SyncHints({
      targets: createTestTargets({ url: 'http://127.0.0.1:1' }, { clock }),
      refresher: {
        refresh: async (target, id) => {
          read.push(`${target}/${id}`);
          return true;
        },
      },
      clock,
      logger,
      delayMs: 10_000,
    });
    for (let index = 0; index < 1_002; index++) {
      hints.note(stackEvent(`pp-${index}`));
      hints.note('malformed');
    }
    expect(logger.warn.mock.calls).toEqual([
      [
        'An event is ignored: it is no event of EventBridge: it has no detail-type',
      ],
      [expect.stringMatching(/More than 1000 changed stacks wait/)],
    ]);
    nowMs += 10_000;
    await hints.run();
    expect(read).toHaveLength(20);
    for (let run = 1; run < 50; run++) {
      await hints.run();
    }
    expect(new Set(read).size).toBe(1_000);
    await hints.run();
    expect(read).toHaveLength(1_000);
  });
});
