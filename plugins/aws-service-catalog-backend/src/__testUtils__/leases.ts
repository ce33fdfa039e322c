import { JsonObject } from '@backstage/types';
import {
  LeaseDetail,
  OrderDetail,
  ProvisionedProductDetail,
} from 'backstage-plugin-aws-service-catalog-common';
import { createTestDatabases } from './databases';
import { component, group, user } from './entities';
import { OrderPortal, orderPortalConfig } from './orderPortal';
import { plainBucket, useReplicas } from './replicas';

const PAYMENTS = 'group:default/team-payments';
const PLATFORM = 'group:default/platform-engineering';
const HOUR_S = 60 * 60;

/** Buckets live for 30 days, are warned of 7 days before, and have 2 days of grace. */
export const bucketLease = {
  name: 'Buckets',
  match: { products: ['Bucket'] },
  lifetime: { days: 30 },
  warn: { days: 7 },
  grace: { days: 2 },
  onExpiry: 'terminate',
};

/** What a user was told, the newest last. */
export const titlesOf = (portal: OrderPortal, name: string): string[] =>
  portal.told.notifications
    .map(({ payload }) => payload.title)
    .filter(title => title.startsWith(name));

/** A database and an emulator for all tests of a `describe`, and what tests of leases do with portals on them. */
export function useLeases(
  databases: ReturnType<typeof createTestDatabases>,
  databaseId: Parameters<typeof databases.init>[0],
) {
  const queue = { ...plainBucket, name: 'Queue', tagUpdates: true };
  const world = useReplicas(databases, databaseId, {
    sandbox: [plainBucket, queue],
    production: [plainBucket],
  });

  /** Starts a portal with lease policies, whose clock may be ahead. */
  const start = (
    leases: JsonObject[] = [bucketLease],
    changes: JsonObject = {},
    clockAheadSeconds = 0,
  ): Promise<OrderPortal> => {
    const config = orderPortalConfig(world.emulator.url);
    return world.start({
      clockAheadSeconds,
      config: {
        ...config,
        awsServiceCatalog: {
          ...(config.awsServiceCatalog as JsonObject),
          leases,
          ...changes,
        },
      },
      entities: [
        component('payments-api', PAYMENTS),
        group(PAYMENTS, ['payments-dev', 'payments-dev-2']),
        group(PLATFORM, ['platform-engineer']),
        user('payments-dev', [PAYMENTS]),
        user('payments-dev-2', [PAYMENTS]),
        user('platform-engineer', [PLATFORM]),
      ],
    });
  };

  /** Lets one look at all leases happen, and everything be told and done that follows from it. */
  const look = async (portal: OrderPortal): Promise<void> => {
    await portal.runTask('look-after-leases');
    await portal.runTask('deliver-lease-events');
    await portal.tick();
  };

  /** Lets days pass in which the portal runs. */
  const live = async (portal: OrderPortal, days: number): Promise<void> => {
    for (let quarter = 0; quarter < days * 4; quarter++) {
      world.emulator.clock.advance(6 * HOUR_S);
      await portal.runTask('look-after-leases');
      await portal.runTask('deliver-lease-events');
      if (quarter % 4 === 3) {
        await portal.tick();
      }
    }
  };

  const read = async (
    portal: OrderPortal,
    { target, provisionedProduct }: OrderDetail,
    reader = 'payments-dev',
  ): Promise<ProvisionedProductDetail | undefined> => {
    const path = `/provisioned-products/${target}/${provisionedProduct.id}`;
    const { status, body } = await portal.get(path, reader);
    expect([200, 404]).toContain(status);
    return status === 200 ? body : undefined;
  };

  return {
    get knex() {
      return world.knex;
    },
    get emulator() {
      return world.emulator;
    },
    start,
    look,
    live,
    read,
    /** The instant so many days, and hours, after the emulator's start. */
    day: (days: number, hours = 0) =>
      new Date(
        Date.parse('2026-11-01T00:00:00Z') +
          (days * 24 + hours) * HOUR_S * 1000,
      ).toISOString(),
    /** Launches something, and returns its order. */
    async launch(
      portal: OrderPortal,
      name: string,
      product = 'Bucket',
    ): Promise<OrderDetail> {
      const request = await portal.launchOf(product, {
        name,
        parameters: { Purpose: 'invoices' },
      });
      const { id } = await portal.order(request);
      const order = await portal.finish(id);
      expect(order.state).toBe('succeeded');
      return order;
    },
    /** The lease of what an order has launched; undefined when it has none, or is not there. */
    async lease(
      portal: OrderPortal,
      order: OrderDetail,
      reader?: string,
    ): Promise<LeaseDetail | undefined> {
      return (await read(portal, order, reader))?.lease;
    },
    /** Orders a renewal. */
    renew: (
      portal: OrderPortal,
      { target, provisionedProduct: { id } }: OrderDetail,
      {
        user: by = 'payments-dev',
        ...changes
      }: JsonObject & { user?: string } = {},
    ) =>
      portal.post(
        '/orders',
        { kind: 'renew', target, provisionedProductId: id, ...changes },
        by,
      ),
    /** Holds a lease, or releases it, as an operator. */
    operate: (
      portal: OrderPortal,
      verb: 'hold' | 'release',
      { target, provisionedProduct: { id } }: OrderDetail,
      body: object = {},
    ) =>
      portal.post(
        `/provisioned-products/${target}/${id}/${verb}`,
        body,
        'platform-engineer',
      ),
    /** The orders that terminate something, oldest first, with who asked for them. */
    async listTerminations(
      portal: OrderPortal,
      { provisionedProduct: { id } }: OrderDetail,
    ): Promise<OrderDetail[]> {
      const { body } = await portal.get(
        `/orders?kind=terminate&provisionedProductId=${id}&limit=100`,
      );
      return body.items.reverse();
    },
  };
}
