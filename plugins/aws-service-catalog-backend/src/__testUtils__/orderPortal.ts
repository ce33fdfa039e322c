import { createServiceFactory } from '@backstage/backend-plugin-api';
import { mockServices } from '@backstage/backend-test-utils';
import { EventParams, eventsServiceRef } from '@backstage/plugin-events-node';
import {
  notificationService,
  NotificationSendOptions,
} from '@backstage/plugin-notifications-node';
import {
  SignalPayload,
  signalsServiceRef,
} from '@backstage/plugin-signals-node';
import { JsonObject } from '@backstage/types';
import {
  isFinalOrderState,
  OrderDetail,
  Product,
  ProvisionOrderRequest,
} from 'backstage-plugin-aws-service-catalog-common';
import { ORDER_EVENT_TOPIC } from 'backstage-plugin-aws-service-catalog-node';
import { stepBoundaryServiceRef } from '../orders';
import { StepBoundary } from '../orders/stepBoundaries';
import { portalConfig, startPortal, TestPortal } from './portal';

/** What the outbox has delivered, and the auditor heard. */
export type Told = {
  notifications: NotificationSendOptions[];
  /** What sending a notification fails with, while it is set. */
  notificationFailure?: Error;
  signals: SignalPayload[];
  audit: { eventId: string; meta: JsonObject; outcome: string }[];
  events: EventParams[];
};

function createTold() {
  const told: Told = { notifications: [], signals: [], audit: [], events: [] };
  const features = [
    createServiceFactory({
      service: notificationService,
      deps: {},
      factory: () => ({
        send: async notification => {
          if (told.notificationFailure) {
            throw told.notificationFailure;
          }
          told.notifications.push(notification);
        },
      }),
    }),
    createServiceFactory({
      service: signalsServiceRef,
      deps: {},
      factory: () => ({
        publish: async signal => {
          told.signals.push(signal);
        },
      }),
    }),
    createServiceFactory({
      service: eventsServiceRef,
      deps: {},
      factory: async () => {
        const events = mockServices.events();
        await events.subscribe({
          id: 'test',
          topics: [ORDER_EVENT_TOPIC],
          onEvent: async event => {
            told.events.push(event);
          },
        });
        return events;
      },
    }),
    mockServices.auditor.mock({
      createEvent: async ({ eventId, meta = {} }) => {
        const end = (outcome: string) => async () => {
          told.audit.push({ eventId, meta: meta as JsonObject, outcome });
        };
        return { success: end('succeeded'), fail: end('failed') };
      },
    }).factory,
  ];
  return { told, features };
}

/** The verbs of a portal whose orders only move when a test lets them. */
export type OrderPortal = TestPortal & {
  /** The product of a name, as the gallery has it. */
  findProduct(name: string, target?: string): Promise<Product>;
  /** A request that launches a product of a name. */
  launchOf(
    product: string,
    request: Pick<ProvisionOrderRequest, 'name' | 'parameters'> &
      Partial<ProvisionOrderRequest>,
  ): Promise<ProvisionOrderRequest>;
  /** Places an order that has to be taken. */
  order(request: object, user?: string): Promise<OrderDetail>;
  /** Reads an order. */
  read(id: string, user?: string): Promise<OrderDetail>;
  /** Lets time pass, reconciles every due order once, and delivers the outbox. */
  tick(seconds?: number): Promise<void>;
  /** Ticks until an order has ended. */
  finish(id: string, user?: string): Promise<OrderDetail>;
  /**
   * Stops the replica for good the next time a step crosses a boundary: nothing runs any more, no claim is given back, as
   * after a SIGKILL. The tick that reaches it returns. Stop it when the test is over.
   */
  crashAt(boundary: StepBoundary): void;
  /** Runs a task until it ends, or reaches the boundary at which the replica is to stop. */
  runToCrash(id: string): Promise<void>;
  /** What was told to whom so far. */
  told: Told;
};

const USER = 'payments-dev';

/** {@link portalConfig} with a key for secrets. */
export function orderPortalConfig(
  endpoint: string,
  secretKey: Buffer = Buffer.alloc(32, 7),
): JsonObject {
  const config = portalConfig(endpoint);
  return {
    ...config,
    awsServiceCatalog: {
      ...(config.awsServiceCatalog as JsonObject),
      secrets: {
        keys: [{ id: 'test', secret: secretKey.toString('base64') }],
      },
    },
  };
}

/** Starts the plugin with {@link OrderPortal}'s verbs. */
export async function startOrderPortal(
  options: Parameters<typeof startPortal>[0],
): Promise<OrderPortal> {
  let crashBoundary: StepBoundary | undefined;
  let crashed: () => void = () => {};
  let isDead = false;
  let bury: () => void = () => {};
  const buried = new Promise<void>(resolve => {
    bury = resolve;
  });
  const { told, features } = createTold();
  const portal = await startPortal({
    config: orderPortalConfig(options.emulator.url),
    ...options,
    features: [
      createServiceFactory({
        service: stepBoundaryServiceRef,
        deps: {},
        factory: () => ({
          reach: async boundary => {
            if (isDead || boundary === crashBoundary) {
              isDead = true;
              crashed();
              await buried;
              throw new Error('This replica was killed');
            }
          },
        }),
      }),
      ...features,
      ...(options.features ?? []),
    ],
  });

  const tick = async (seconds = 0) => {
    portal.emulator.clock.advance(seconds);
    const crash = new Promise<void>(resolve => {
      crashed = resolve;
    });
    await Promise.race([portal.runTasks('reconcile-orders-'), crash]);
    if (!isDead) {
      await portal.runTask('look-after-approvals');
      await portal.runTask('renew-leases');
      await portal.runTask('deliver-order-events');
    }
  };
  const read = async (id: string, user = USER): Promise<OrderDetail> => {
    const response = await portal.get(`/orders/${id}`, user);
    expect(response).toMatchObject({ status: 200 });
    return response.body;
  };
  const findProduct = async (
    name: string,
    target = 'sandbox',
  ): Promise<Product> => {
    const response = await portal.get(
      `/products?target=${target}&name=${encodeURIComponent(name)}`,
    );
    expect(response.body.items).toHaveLength(1);
    return response.body.items[0];
  };
  return {
    ...portal,
    told,
    findProduct,
    read,
    tick,
    async launchOf(product, request) {
      const target = request.target ?? 'sandbox';
      const { id } = await findProduct(product, target);
      return { kind: 'provision', target, productId: id, ...request };
    },
    async order(request, user = USER) {
      const response = await portal.post('/orders', request, user);
      expect(response.body).toMatchObject({ id: expect.any(String) });
      expect(response.status).toBe(202);
      return response.body;
    },
    async finish(id, user) {
      for (let round = 0; round < 30; round++) {
        const order = await read(id, user);
        if (isFinalOrderState(order.state)) {
          return order;
        }
        await tick(5);
      }
      throw new Error(
        `Order ${id} has not ended: ${JSON.stringify(await read(id, user))}`,
      );
    },
    async runToCrash(id) {
      const crash = new Promise<void>(resolve => {
        crashed = resolve;
      });
      await Promise.race([portal.runTask(id), crash]);
    },
    crashAt(boundary) {
      crashBoundary = boundary;
    },
    async stop() {
      bury();
      await portal.stop();
    },
  };
}
