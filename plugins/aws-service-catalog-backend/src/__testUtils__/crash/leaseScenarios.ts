import { randomUUID } from 'node:crypto';
import {
  LeaseDetail,
  OrderDetail,
} from 'backstage-plugin-aws-service-catalog-common';
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
  lifetime: { minutes: 5 },
  warn: { minutes: 4 },
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
    await this.untilLease(launched, ({ state }) => state === 'warned');
    const { id } = await this.client.place({
      kind: 'renew',
      target: launched.target,
      provisionedProductId: launched.provisionedProduct.id,
      requestToken: randomUUID(),
    });
    await this.client.finish(id);
    await this.untilTerminated(launched);
  }

  /** It is held for a while, and then forgotten. */
  async hold(): Promise<void> {
    const launched = await this.launch('Bucket');
    await this.untilLease(launched, ({ state }) => state === 'warned');
    const until = new Date(this.emulator.clock.now() + 2 * 60_000);
    const { status, body } = await this.client.post(
      `${pathOf(launched)}/hold`,
      { reason: 'Audit', until: until.toISOString() },
      APPROVER,
    );
    if (status !== 200) {
      throw new Error(`Not held: ${status} ${JSON.stringify(body)}`);
    }
    await this.untilTerminated(launched);
  }

  /** Its policy only points it out. */
  async outlive(): Promise<void> {
    const launched = await this.launch('Kept');
    await this.untilLease(launched, ({ problem }) => problem !== undefined);
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

  private async untilLease(
    launched: OrderDetail,
    isSo: (lease: LeaseDetail) => boolean,
  ): Promise<void> {
    const path = pathOf(launched);
    await poll(`the lease of ${path}`, async () => {
      const { body } = await this.client.get(path);
      return (body.lease && isSo(body.lease)) || undefined;
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

function pathOf({ target, provisionedProduct }: OrderDetail): string {
  return `/provisioned-products/${target}/${provisionedProduct.id}`;
}
