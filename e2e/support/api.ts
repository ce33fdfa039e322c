import { APIRequestContext, expect, test } from '@playwright/test';

/** The people of the demo. */
export type DemoUser =
  | 'payments-dev'
  | 'payments-dev-2'
  | 'search-dev'
  | 'platform-engineer';

/** What the tests read of an order. */
export type Order = {
  id: string;
  state: string;
  target: string;
  provisionedProduct: { id?: string; name: string };
};

/**
 * The plugin's HTTP API as one of the people of the demo, for what a test needs before its clicks begin.
 */
export class Api {
  private constructor(
    private readonly request: APIRequestContext,
    private readonly backendUrl: string,
    private readonly token: string,
  ) {}

  static async as(user: DemoUser, request: APIRequestContext): Promise<Api> {
    const { backendUrl } = test.info().config.metadata;
    const response = await request.get(`${backendUrl}/api/auth/demo/refresh`, {
      headers: { 'x-demo-user': user },
    });
    expect(response.status(), `sign-in of ${user}`).toBe(200);
    const { backstageIdentity } = await response.json();
    return new Api(request, backendUrl, backstageIdentity.token);
  }

  async get<T>(path: string): Promise<{ status: number; body: T }> {
    const response = await this.request.get(this.url(path), {
      headers: this.headers,
    });
    return { status: response.status(), body: await response.json() };
  }

  async post(path: string): Promise<void> {
    const response = await this.request.post(this.url(path), {
      headers: this.headers,
    });
    expect(response.ok(), await response.text()).toBe(true);
  }

  /** Orders a product for a component and waits until nothing more happens to the order by itself. */
  async provision(options: {
    product: string;
    name: string;
    entityRef: string;
    parameters: Record<string, string>;
  }): Promise<Order> {
    const { product, ...rest } = options;
    const search = new URLSearchParams({ name: product });
    const { body: products } = await this.get<{
      items: { id: string; target: string }[];
    }>(`/products?${search}`);
    const [{ target, id: productId }] = products.items;
    const placed = await this.request.post(this.url('/orders'), {
      headers: this.headers,
      data: { kind: 'provision', target, productId, ...rest },
    });
    expect(placed.status(), await placed.text()).toBe(202);
    const { id } = await placed.json();
    let order: Order | undefined;
    await expect
      .poll(async () => {
        order = (await this.get<Order>(`/orders/${id}`)).body;
        return order?.state;
      })
      .toMatch(/succeeded|failed/);
    return order!;
  }

  /** Orders an update or the termination of a provisioned product. */
  async change(
    kind: 'update' | 'terminate',
    target: string,
    provisionedProductId: string,
  ) {
    const response = await this.request.post(this.url('/orders'), {
      headers: this.headers,
      data: {
        kind,
        target,
        provisionedProductId,
        ...(kind === 'update' && { parameters: { Environment: 'dev' } }),
      },
    });
    return { status: response.status(), body: await response.json() };
  }

  private url(path: string): string {
    return `${this.backendUrl}/api/aws-service-catalog${path}`;
  }

  private get headers() {
    return { authorization: `Bearer ${this.token}` };
  }
}
