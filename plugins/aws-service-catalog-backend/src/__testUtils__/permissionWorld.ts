import {
  awsServiceCatalogRoutes,
  OrderDetail,
} from 'backstage-plugin-aws-service-catalog-common';
import { Knex } from 'knex';
import { refreshHistories } from '../costs/costHistories';
import { createTestTargets, launch } from './awsTargets';
import { dump } from './buckets';
import { TestEmulator } from './emulator';
import { OrderPortal } from './orderPortal';
import { PolicyName } from './permissionPolicies';
import { PAYMENTS, SEARCH, startPermissionPortals } from './permissionPortals';

/** Who calls, by how the test user or service is called; `anonymous` has no credentials. */
export const callers = {
  anonymous: undefined,
  otherTeam: 'search-dev',
  sameTeam: 'payments-dev-2',
  requester: 'payments-dev',
  approver: 'outsider',
  operator: 'platform-engineer',
  reader: 'plugin:scaffolder',
  otherService: 'plugin:kubernetes',
} as const;

/** See {@link callers}. */
export type CallerName = keyof typeof callers;

/** A route by its name in the contract. */
export type RouteName = keyof typeof awsServiceCatalogRoutes;

/** What is asked of a route. */
export type Ask = {
  params?: Record<string, string>;
  query?: Record<string, string>;
  body?: object;
};

type LaunchChanges = { name?: string; owner?: string; target?: string };

/** The calls that change something in AWS. */
const changes = [
  'ProvisionProduct',
  'UpdateProvisionedProduct',
  'TerminateProvisionedProduct',
  'ExecuteProvisionedProductServiceAction',
  'ImportAsProvisionedProduct',
  'UpdateProvisionedProductProperties',
];

/**
 * A portal among two teams, with something of everybody's in it, whose permission policy can be exchanged. The permission
 * framework and its backend are real.
 */
export class PermissionWorld {
  private policy: PolicyName = 'allowed';
  private count = 0;
  private readonly current = new Map<string, OrderDetail>();

  private constructor(
    private readonly knex: Knex,
    private readonly emulator: TestEmulator,
    private readonly portals: { enabled: OrderPortal; disabled: OrderPortal },
    /** Ids of provisioned products, by name. */
    readonly ids: Record<string, string>,
  ) {}

  static async start(knex: Knex): Promise<PermissionWorld> {
    let world: PermissionWorld | undefined = undefined;
    const { emulator, ...portals } = await startPermissionPortals(
      knex,
      () => world?.policy ?? 'allowed',
    );
    world = new PermissionWorld(knex, emulator, portals, {});
    await world.fill();
    return world;
  }

  /** Sends something as a caller, under a policy. */
  async send(
    policy: PolicyName,
    caller: CallerName,
    route: RouteName,
    { params = {}, query = {}, body = {} }: Ask,
  ) {
    const { method, path } = awsServiceCatalogRoutes[route];
    const filled = path.replace(/\{(\w+)\}/g, (_, name) => params[name]);
    const url = `${filled}?${new URLSearchParams(query)}`;
    const portal = this.portals[policy === 'disabled' ? policy : 'enabled'];
    const user = callers[caller];
    this.policy = policy;
    try {
      if (user === undefined) {
        return await (method === 'get'
          ? portal.getAnonymously(url)
          : portal.postAnonymously(url, body));
      }
      return await (method === 'get'
        ? portal.get(url, user)
        : portal.post(url, body, user));
    } finally {
      this.policy = 'allowed';
    }
  }

  /** Everything that a request could change: what is stored, what is to be done soon, and what AWS was told to change. */
  async readState(): Promise<string> {
    return JSON.stringify([
      // What was read from AWS for the first time changes nothing for anybody.
      await dump(this.knex, {
        except: ['stack_reads', 'launch_forms', 'service_actions'],
      }),
      Object.values(this.portals).map(({ triggered }) => triggered.length),
      changes.map(operation => this.emulator.calls.count({ operation })),
    ]);
  }

  /** Lets every preview come to its end. */
  async endPlans(): Promise<void> {
    this.emulator.clock.advance(5);
    await this.knex('plans').update({ expires_at: '' });
    await this.portals.enabled.runTask('sweep-plans');
  }

  /** Lets everything be read again, as if nobody had asked for it. */
  async rest(): Promise<void> {
    await this.knex('provisioned_products').update({ refresh_asked_at: null });
  }

  /** Gives something that nobody owns to {@link PAYMENTS}. */
  async adopt(name: string): Promise<void> {
    const { status } = await this.portals.enabled.post(
      `/provisioned-products/sandbox/${this.ids[name]}/adopt`,
      { owner: PAYMENTS },
      callers.operator,
    );
    expect(status).toBe(200);
  }

  /** Takes it back that something was given an owner. */
  async disown(name: string): Promise<void> {
    const { status } = await this.portals.enabled.post(
      `/provisioned-products/sandbox/${this.ids[name]}/disown`,
      {},
      callers.operator,
    );
    expect([200, 409]).toContain(status);
  }

  /** Lets nothing become of an order that was placed or changed, and makes another one of its kind when it is needed again. */
  async settle({ id, digest }: OrderDetail): Promise<void> {
    const { status } = await this.portals.enabled.post(
      `/orders/${id}/cancel`,
      { digest },
      'payments-dev',
    );
    expect([200, 409]).toContain(status);
    for (const [subject, order] of this.current) {
      if (order.id === id) {
        this.current.delete(subject);
      }
    }
  }

  /** A request to launch something for team-payments, under a name that is free. */
  async launchOf(product: string, target = 'sandbox') {
    this.count += 1;
    return this.portals.enabled.launchOf(product, {
      target,
      name: `launch-${this.count}`,
      parameters: {},
      owner: PAYMENTS,
    });
  }

  /** A request to import a stack for team-payments, under a name that is free. */
  async importOf(product: string) {
    const { id, versions } = await this.portals.enabled.findProduct(product);
    this.count += 1;
    return {
      kind: 'import',
      target: 'sandbox',
      productId: id,
      versionId: versions[0].id,
      name: `import-${this.count}`,
      stackArn:
        'arn:aws:cloudformation:eu-central-1:111111111111:stack/by-hand/0a1b2c3d',
      owner: PAYMENTS,
    };
  }

  /** The id of the service action of something. */
  async serviceActionId(name: string): Promise<string> {
    const { body } = await this.portals.enabled.get(
      `/provisioned-products/sandbox/${this.ids[name]}/service-actions`,
    );
    return body.items[0].id;
  }

  /** The id of a product. */
  async productId(name: string, target: string): Promise<string> {
    return (await this.portals.enabled.findProduct(name, target)).id;
  }

  /** An order of the requester's that waits for approval. */
  async waiting(
    product: 'Bucket' | 'Queue',
    name?: string,
  ): Promise<OrderDetail> {
    return this.keep(`waiting-${product}`, () => this.order(product, { name }));
  }

  /** An order of the requester's that has failed, and can be tried again. */
  async failed(name?: string): Promise<OrderDetail> {
    return this.keep('failed', async () => {
      this.emulator.faults.add({ kind: 'provisionFailure', count: 1 });
      const order = await this.launch('Bucket', { name });
      expect(order.state).toBe('failed');
      return order;
    });
  }

  /** An order of the requester's that was set aside. */
  async setAside(): Promise<OrderDetail> {
    return this.keep('set-aside', async () => {
      const order = await this.order('Bucket', {});
      await this.knex('orders')
        .where({ id: order.id })
        .update({ content: '{', due_at: order.createdAt });
      await this.portals.enabled.tick();
      return order;
    });
  }

  /** The order that launched something. */
  async orderOf(name: string): Promise<OrderDetail> {
    const { body } = await this.portals.enabled.get(
      '/orders?kind=provision&limit=100',
    );
    return body.items.find(
      (order: OrderDetail) => order.provisionedProduct.name === name,
    );
  }

  /** Where a provisioned product is, whose lease is held. */
  async held(name: string): Promise<{ target: string; id: string }> {
    const address = { target: 'sandbox', id: this.ids[name] };
    const { status } = await this.portals.enabled.post(
      `/provisioned-products/sandbox/${address.id}/hold`,
      { reason: 'Audit' },
      callers.operator,
    );
    expect(status).toBe(200);
    return address;
  }

  async stop(): Promise<void> {
    await this.portals.enabled.stop();
    await this.portals.disabled.stop();
    await this.emulator.close();
  }

  private async keep(subject: string, make: () => Promise<OrderDetail>) {
    const kept = this.current.get(subject) ?? (await make());
    this.current.set(subject, kept);
    return kept;
  }

  /** Fills the world; what comes first is oldest. */
  private async fill() {
    const targets = createTestTargets(this.emulator);
    this.ids.gamma = await launch(this.emulator, targets.get('sandbox'), {
      product: 'Bucket',
      name: 'gamma',
      parameters: {},
    });
    await this.portals.enabled.sync('sandbox');
    for (const [name, product, target, user, owner] of [
      ['alpha', 'Bucket', 'sandbox', 'payments-dev', PAYMENTS],
      ['beta', 'Bucket', 'sandbox', 'search-dev', SEARCH],
      ['courier', 'Queue', 'sandbox', 'payments-dev', PAYMENTS],
      ['delta', 'Bucket', 'production', 'payments-dev', PAYMENTS],
    ]) {
      const order = await this.launch(product, { name, target, owner }, user);
      expect(order.state).toBe('succeeded');
      this.ids[name] = order.provisionedProduct.id ?? '';
    }
    await this.failed('failed');
    await this.waiting('Bucket', 'waiting-bucket');
    await this.waiting('Queue', 'waiting-queue');
    await this.order(
      'Bucket',
      { name: 'waiting-search', owner: SEARCH },
      'search-dev',
    );
    // What is read on first use is then no change any more.
    for (const [product, target] of [
      ['Bucket', 'sandbox'],
      ['Queue', 'sandbox'],
      ['Bucket', 'production'],
    ]) {
      const id = await this.productId(product, target);
      await this.portals.enabled.get(`/products/${target}/${id}/launch-form`);
    }
    await this.charge();
  }

  /** Lets everything that runs have cost something this month. */
  private async charge() {
    const now = new Date(this.emulator.clock.now());
    const running = await this.knex('provisioned_products').select();
    const costs = running.map(row => ({
      account_id: '999999999999',
      target: row.target,
      provisioned_product_id: row.id,
      month: now.toISOString().slice(0, 7),
      currency: 'USD',
      amount: 1,
      name: row.name,
      product_id: row.product_id,
      product_name: row.product_name,
      owner_ref: row.owner_ref,
      requester_ref: row.requester_ref,
    }));
    await this.knex('costs').insert(costs);
    await refreshHistories(this.knex, costs, now);
  }

  private async order(
    product: string,
    changed: LaunchChanges,
    user = 'payments-dev',
  ): Promise<OrderDetail> {
    this.emulator.clock.advance(1);
    const { name, owner, ...request } = await this.launchOf(
      product,
      changed.target,
    );
    return this.portals.enabled.order(
      {
        ...request,
        name: changed.name ?? name,
        owner: changed.owner ?? owner,
      },
      user,
    );
  }

  private async launch(
    product: string,
    changed: LaunchChanges,
    user?: string,
  ): Promise<OrderDetail> {
    const order = await this.order(product, changed, user);
    const approved = await this.portals.enabled.post(
      `/orders/${order.id}/approve`,
      { digest: order.digest },
      callers.approver,
    );
    expect(approved.status).toBe(200);
    return this.portals.enabled.finish(order.id, user);
  }
}
