import { randomUUID } from 'node:crypto';
import {
  OrderDetail,
  OrderState,
} from 'backstage-plugin-aws-service-catalog-common';
import { accountIds, TestEmulator } from '../emulator';
import { StepBoundary } from '../../orders/stepBoundaries';
import { poll } from '../portalProcess';
import { SeededProduct } from '../seed';
import { APPROVER, OrderClient } from './OrderClient';

/** The error by which AWS hides what it has launched. */
const HIDDEN = 'ResourceNotFoundException';

/** A value that AWS wants and nobody may keep. */
const SECRET = 'correct-horse-battery';

const secrets = { Password: SECRET };

const template = {
  Parameters: {
    Purpose: { Type: 'String', Default: 'none' },
    Password: { Type: 'String', NoEcho: true },
  },
  Resources: { Bucket: { Type: 'AWS::S3::Bucket' } },
  Outputs: { Purpose: { Value: { Ref: 'Purpose' } } },
};

/** Another purpose is another bucket. */
const renamedTemplate = {
  ...template,
  Resources: {
    Bucket: {
      Type: 'AWS::S3::Bucket',
      Properties: { BucketName: { Ref: 'Purpose' } },
    },
  },
};

const product = (
  name: string,
  launchRole?: string,
  serviceActions?: SeededProduct['serviceActions'],
): SeededProduct => ({
  name,
  // Each in a portfolio of its own, so that a change of one is a change of no other.
  portfolios: [name],
  versions: { v1: template },
  launchRoleArn:
    launchRole && `arn:aws:iam::${accountIds.sandbox}:role/${launchRole}`,
  serviceActions,
});

/** What the scenarios order. */
export const crashProducts = {
  sandbox: [
    product('Bucket'),
    product('Reviewed'),
    product('Brief'),
    product('Movable', undefined, { Restart: { document: 'Restart' } }),
    { ...product('Renamed'), versions: { v1: renamedTemplate } },
    product('Shifting', 'role-0'),
  ],
  production: [product('Fragile')],
};

const approvers = ['group:default/platform-engineering'];

/** Which of them has to be approved, and a quota that nobody reaches. */
export const crashPolicies = {
  approval: {
    policies: [
      {
        name: 'reviewed',
        match: { products: ['Reviewed', 'Shifting'], kinds: ['provision'] },
        approvers,
      },
      {
        name: 'renamed',
        match: { products: ['Renamed'], kinds: ['update'] },
        approvers,
      },
      {
        name: 'brief',
        match: { products: ['Brief'] },
        approvers,
        timeout: { seconds: 40 },
      },
    ],
    default: { auto: true },
  },
  quotas: [{ name: 'all', limit: 10_000 }],
};

/** What an order had to become. */
export type Expectation = { orderId: string; state: OrderState };

/** Orders of all kinds: each method is the life of something, told by those who want it. */
export class CrashScenarios {
  /** What every order that was placed had to become. */
  readonly expectations: Expectation[] = [];
  private readonly productIds = new Map<string, string>();
  private roles = 0;

  constructor(
    private readonly client: OrderClient,
    private readonly emulator: TestEmulator,
  ) {}

  async changeAndTerminate(): Promise<void> {
    const launched = await this.launch('sandbox', 'Bucket');
    await this.change(launched, {
      kind: 'update',
      parameters: { Purpose: 'changed' },
    });
    await this.change(launched, { kind: 'terminate' });
  }

  /** Something is let go of, imported again, has a service action run on it, and gets another owner in AWS. */
  async moveAndRun(): Promise<void> {
    const launched = await this.launch('sandbox', 'Movable');
    const stackArn = launched.outputs.find(
      ({ key }) => key === 'CloudformationStackARN',
    )?.value;
    await this.change(
      launched,
      { kind: 'terminate', retainResources: true, reason: 'It moves' },
      APPROVER,
    );
    const { id } = await this.client.place(
      {
        kind: 'import',
        target: 'sandbox',
        productId: launched.product.id,
        versionId: launched.version?.id,
        name: `imported-${randomUUID()}`,
        stackArn,
        owner: launched.owner,
        requestToken: randomUUID(),
      },
      APPROVER,
    );
    const imported = await this.client.finish(id, undefined, APPROVER);
    await this.expect(imported, 'succeeded');
    const { body } = await this.client.get(
      `/provisioned-products/sandbox/${imported.provisionedProduct.id}/service-actions`,
      APPROVER,
    );
    await this.change(imported, {
      kind: 'service-action',
      serviceActionId: body.items[0].id,
    });
    await this.change(
      imported,
      {
        kind: 'repair',
        awsOwner: `arn:aws:iam::${accountIds.sandbox}:user/successor`,
        reason: 'Somebody else sees to it',
      },
      APPROVER,
    );
    await this.change(imported, { kind: 'terminate' });
  }

  async approve(): Promise<void> {
    await this.launch('sandbox', 'Reviewed');
  }

  async reject(): Promise<void> {
    const { id } = await this.place('sandbox', 'Reviewed');
    await this.client.act(id, 'reject', { reason: 'too large' }, APPROVER);
    await this.expect(await this.client.finish(id), 'rejected');
  }

  async withdraw(): Promise<void> {
    const { id } = await this.place('sandbox', 'Reviewed');
    await this.client.act(id, 'cancel');
    await this.expect(await this.client.finish(id), 'cancelled');
  }

  async expire(): Promise<void> {
    const { id } = await this.place('sandbox', 'Brief');
    await this.expect(await this.client.untilState(id, 'expired'), 'expired');
  }

  /** What was ordered is another thing by the time that it is approved. */
  async approveTwice(): Promise<void> {
    const order = await this.place('sandbox', 'Shifting');
    this.roles += 1;
    await this.emulator.seedProducts('sandbox', [
      ...crashProducts.sandbox.slice(0, -1),
      product('Shifting', `role-${this.roles}`),
    ]);
    const done = await this.client.finish(order.id, secrets);
    if (!done.events.some(({ type }) => type === 'returned')) {
      throw new Error(`Order ${order.id} was not approved twice`);
    }
    await this.expect(done, 'succeeded');
  }

  /** What is approved turns out to replace something. */
  async replace(): Promise<void> {
    const name = `b${randomUUID()}`;
    const launched = await this.launch('sandbox', 'Renamed', name);
    await this.change(launched, {
      kind: 'update',
      parameters: { Purpose: `${name}-2` },
    });
  }

  async tryAgain(): Promise<void> {
    this.emulator.faults.add({
      kind: 'provisionFailure',
      account: accountIds.production,
      count: 1,
    });
    await this.launch('production', 'Fragile');
  }

  /** AWS does not show what it says it has launched. */
  async showLate(): Promise<void> {
    const { id } = await this.place('production', 'Fragile');
    const { faults } = this.emulator;
    faults.add({
      kind: 'error',
      name: HIDDEN,
      operation: 'SearchProvisionedProducts',
      account: accountIds.production,
    });
    const done = await this.client.finish(id, secrets);
    const others = faults
      .list()
      .filter(fault => fault.kind !== 'error' || fault.name !== HIDDEN);
    faults.clear();
    others.forEach(fault => faults.add(fault));
    await this.expect(done, 'succeeded');
  }

  private async launch(
    target: keyof typeof accountIds,
    name: string,
    purpose?: string,
  ): Promise<OrderDetail> {
    const { id } = await this.place(target, name, purpose);
    const done = await this.client.finish(id, secrets);
    await this.expect(done, 'succeeded');
    return done;
  }

  private async change(
    launched: OrderDetail,
    request: {
      kind: 'update' | 'terminate' | 'service-action' | 'repair';
      [key: string]: unknown;
    },
    user?: string,
  ): Promise<void> {
    const { target, provisionedProduct } = launched;
    const path = `/provisioned-products/${target}/${provisionedProduct.id}`;
    // AWS may have kept the portal from reading it.
    await poll(`${path} to be shown as available`, async () => {
      const { body } = await this.client.get(path);
      return ['AVAILABLE', 'TAINTED'].includes(body.status) || undefined;
    });
    const { id } = await this.client.place(
      {
        ...request,
        target,
        provisionedProductId: provisionedProduct.id,
        requestToken: randomUUID(),
      },
      user,
    );
    await this.expect(
      await this.client.finish(id, undefined, user),
      'succeeded',
    );
  }

  private async place(
    target: keyof typeof accountIds,
    name: string,
    purpose = 'invoices',
  ): Promise<OrderDetail> {
    return this.client.place({
      kind: 'provision',
      target,
      productId: await this.findProduct(target, name),
      name: `${name.toLowerCase()}-${randomUUID()}`,
      parameters: { Purpose: purpose, ...secrets },
      requestToken: randomUUID(),
    });
  }

  private async findProduct(target: string, name: string): Promise<string> {
    let id = this.productIds.get(name);
    if (id === undefined) {
      const { body } = await this.client.get(
        `/products?target=${target}&name=${name}`,
      );
      id = String(body.items[0].id);
      this.productIds.set(name, id);
    }
    return id;
  }

  private async expect(order: OrderDetail, state: OrderState): Promise<void> {
    this.expectations.push({ orderId: order.id, state });
    if (order.state !== state) {
      throw new Error(
        `Order ${order.id} is ${order.state} instead of ${state}: ${order.failure?.message}`,
      );
    }
  }
}

type Scenario = Exclude<keyof CrashScenarios, 'expectations'>;

/** A scenario in which an order crosses a boundary. */
export const scenarioOfBoundary: Readonly<Record<StepBoundary, Scenario>> = {
  placed: 'changeAndTerminate',
  cancelled: 'withdraw',
  retried: 'tryAgain',
  decided: 'reject',
  'waiting-moved': 'expire',
  'plan-saved': 'replace',
  'plan-sent': 'replace',
  'plan-noted': 'replace',
  'plan-read': 'replace',
  'plan-deleted': 'replace',
  checked: 'approve',
  returned: 'approveTwice',
  'remnant-token-saved': 'tryAgain',
  'remnant-sent': 'tryAgain',
  'remnant-noted': 'tryAgain',
  'token-saved': 'changeAndTerminate',
  sent: 'moveAndRun',
  noted: 'moveAndRun',
  'result-read': 'approve',
  ended: 'reject',
  'caught-up': 'showLate',
  told: 'withdraw',
  'telling-noted': 'expire',
};

/** All of them. */
export const allScenarios = [...new Set(Object.values(scenarioOfBoundary))];
