import { randomUUID } from 'node:crypto';
import { OrderDetail } from 'backstage-plugin-aws-service-catalog-common';
import { TestEmulator } from '../emulator';
import { poll } from '../portalProcess';
import { plainBucket } from '../replicas';
import { APPROVER, OrderClient } from './OrderClient';

/** What has a lease. */
export const leasedProducts = {
  sandbox: [
    { ...plainBucket, portfolios: ['Buckets'] },
    { ...plainBucket, name: 'Kept', portfolios: ['Kept'] },
  ],
  production: [plainBucket],
};

const terms = {
  lifetime: { minutes: 7 },
  warn: { minutes: 6 },
  grace: { minutes: 1 },
  renew: { max: 1 },
};

/** Leases so short that several of them end in a minute of a fast clock. */
export const leasePolicies = {
  quotas: [{ name: 'all', limit: 10_000 }],
  leases: [
    {
      ...terms,
      name: 'Kept',
      match: { products: ['Kept'] },
      onExpiry: 'flag',
    },
    { ...terms, name: 'Buckets', onExpiry: 'terminate' },
  ],
};

/** Lives of things with a lease, told by those who want something of them. */
export class LeaseScenarios {
  constructor(
    private readonly client: OrderClient,
    private readonly emulator: TestEmulator,
  ) {}

  /** Nobody cares: it is terminated. */
  async forget(): Promise<void> {
    await this.untilTerminated(await this.launch('Bucket'));
  }

  /** It is renewed once, and then forgotten. */
  async renew(): Promise<void> {
    const launched = await this.launch('Bucket');
    await this.untilWarned(launched);
    const { status, body } = await this.client.post('/orders', {
      kind: 'renew',
      target: launched.target,
      provisionedProductId: launched.provisionedProduct.id,
      requestToken: randomUUID(),
    });
    if (wasTaken('Renewing', 202, { status, body })) {
      await this.client.finish(body.id);
    }
    await this.untilTerminated(launched);
  }

  /** It is held for a while, and then forgotten. */
  async hold(): Promise<void> {
    const launched = await this.launch('Bucket');
    await this.untilWarned(launched);
    const until = new Date(this.emulator.clock.now() + 2 * 60_000);
    const answer = await this.client.post(
      `${pathOf(launched)}/hold`,
      { reason: 'Audit', until: until.toISOString() },
      APPROVER,
    );
    wasTaken('Holding', 200, answer);
    await this.untilTerminated(launched);
  }

  /** Its policy only points it out. */
  async outlive(): Promise<void> {
    const launched = await this.launch('Kept');
    const path = pathOf(launched);
    await poll(`${path} to be pointed out`, async () => {
      const { body } = await this.client.get(path);
      return body.lease?.problem ? true : undefined;
    });
  }

  private async launch(product: string): Promise<OrderDetail> {
    const { body } = await this.client.get(
      `/products?target=sandbox&name=${product}`,
    );
    const { id } = await this.client.place({
      kind: 'provision',
      target: 'sandbox',
      productId: body.items[0].id,
      name: `${product.toLowerCase()}-${randomUUID()}`,
      parameters: { Purpose: 'invoices' },
      requestToken: randomUUID(),
    });
    return this.client.finish(id);
  }

  /** Or longer, where nobody answers for a while. */
  private async untilWarned(launched: OrderDetail): Promise<void> {
    const path = pathOf(launched);
    await poll(`the warning of ${path}`, async () => {
      const { body } = await this.client.get(path);
      return body.lease?.state === 'active' ? undefined : true;
    });
  }

  private async untilTerminated({
    provisionedProduct: { id },
  }: OrderDetail): Promise<void> {
    await poll(`the termination of ${id}`, async () => {
      const { body } = await this.client.get(
        `/orders?kind=terminate&provisionedProductId=${id}&state=succeeded`,
      );
      return body.items.length > 0 || undefined;
    });
  }
}

/**
 * Whether something was taken; on a slow machine the lease may have come to its end before.
 *
 * @throws Error when it was refused for another reason
 */
function wasTaken(
  what: string,
  taken: number,
  { status, body }: { status: number; body: unknown },
): boolean {
  if (![taken, 404, 409].includes(status)) {
    throw new Error(`${what} failed: ${status} ${JSON.stringify(body)}`);
  }
  return status === taken;
}

function pathOf({ target, provisionedProduct }: OrderDetail): string {
  return `/provisioned-products/${target}/${provisionedProduct.id}`;
}
