/**
 * @jest-environment node
 */
import { getFieldErrors } from '../fieldErrors';
import { AwsServiceCatalogClient } from './AwsServiceCatalogClient';

type Seen = {
  method: string;
  url: string;
  authorization?: string;
  body: string;
};

describe('AwsServiceCatalogClient', () => {
  let seen: Seen[];
  let answer: { status: number; body: object };
  let client: AwsServiceCatalogClient;

  beforeEach(() => {
    seen = [];
    answer = { status: 200, body: { items: [] } };
    client = new AwsServiceCatalogClient({
      discoveryApi: {
        getBaseUrl: async pluginId => `http://b/api/${pluginId}`,
      },
      fetchApi: {
        fetch: async (input, init) => {
          const request = new Request(input, init);
          seen.push({
            method: request.method,
            url: request.url.replace('http://b', ''),
            authorization: request.headers.get('authorization') ?? undefined,
            body: await request.text(),
          });
          return Response.json(answer.body, { status: answer.status });
        },
      },
    });
  });

  it('sends queries without what is not set, and the token', async () => {
    await client.listProducts(
      { search: 'a b&c', target: undefined, limit: 5 },
      { token: 't' },
    );
    expect(seen).toEqual([
      {
        method: 'GET',
        url: '/api/aws-service-catalog/products?search=a+b%26c&limit=5',
        authorization: 'Bearer t',
        body: '',
      },
    ]);
  });

  it('escapes what goes into a path', async () => {
    await client.getProduct({ target: 'sandbox', id: '../orders' });
    expect(seen[0].url).toBe(
      '/api/aws-service-catalog/products/sandbox/..%2Forders',
    );
  });

  it('throws what the backend says, with the wrong fields', async () => {
    const fields = [{ field: 'parameters.Size', message: 'too small' }];
    answer = {
      status: 400,
      body: {
        error: { name: 'InputError', message: 'bad order', fields },
        response: { statusCode: 400 },
      },
    };
    const error = await client
      .placeOrder({
        kind: 'terminate',
        target: 'sandbox',
        provisionedProductId: 'pp-1',
      })
      .catch(caught => caught);
    expect(error).toMatchObject({ name: 'ResponseError', statusCode: 400 });
    expect(getFieldErrors(error)).toEqual(fields);
    expect(JSON.parse(seen[0].body)).toEqual({
      kind: 'terminate',
      target: 'sandbox',
      provisionedProductId: 'pp-1',
    });
  });
});

describe('getFieldErrors', () => {
  it('finds nothing in other errors', () => {
    expect(getFieldErrors(new Error('x'))).toEqual([]);
    expect(getFieldErrors(undefined)).toEqual([]);
    expect(getFieldErrors({ body: { error: { fields: 'x' } } })).toEqual([]);
  });
});
