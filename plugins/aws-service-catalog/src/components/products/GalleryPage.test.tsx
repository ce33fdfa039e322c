import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { ListProductsQuery } from 'backstage-plugin-aws-service-catalog-common';
import {
  makeProduct,
  makeProducts,
  sandbox,
} from '../../__testUtils__/products';
import { renderPlugin } from '../../__testUtils__/renderPlugin';
import { makeResponseError } from '../../__testUtils__/responseError';

const ENTITY = 'component:default/payments-api';
const database = makeProduct({
  id: 'prod-db',
  name: 'PostgreSQL',
  paths: [{ id: 'lpv3-2', portfolioName: 'Databases' }],
});

describe('GalleryPage', () => {
  it('shows what may be ordered, with a way to each product and to its order form', async () => {
    renderPlugin('/aws-service-catalog', {
      listProducts: async () => makeProducts([makeProduct(), database]),
    });
    const link = await screen.findByRole('link', { name: 'Secure S3 Bucket' });
    const bucket = within(link.closest('li')!);
    expect(screen.getByText('2 products')).toBeInTheDocument();
    expect(bucket.getByText('by Platform team')).toBeInTheDocument();
    expect(bucket.getByText('Storage')).toBeInTheDocument();
    expect(bucket.getByText('sandbox · eu-central-1')).toBeInTheDocument();
    expect(bucket.getByText('Version v2')).toBeInTheDocument();
    expect(link).toHaveAttribute(
      'href',
      '/aws-service-catalog/products/sandbox/prod-bucket',
    );
    expect(
      bucket.getByRole('link', { name: 'Order Secure S3 Bucket in sandbox' }),
    ).toHaveAttribute(
      'href',
      '/aws-service-catalog/products/sandbox/prod-bucket/order',
    );
  });

  it('narrows by search and facets, and takes both from the URL', async () => {
    const queries: ListProductsQuery[] = [];
    renderPlugin('/aws-service-catalog/products?portfolio=Storage', {
      listProducts: async query => {
        queries.push(query ?? {});
        return makeProducts(query?.search ? [] : [makeProduct()]);
      },
    });
    await screen.findByText('1 product');
    expect(queries).toEqual([
      expect.objectContaining({ portfolio: 'Storage' }),
    ]);

    await userEvent.type(
      screen.getByRole('searchbox', { name: 'Search products' }),
      'queue',
    );
    await screen.findByText('No product matches');
    expect(queries.at(-1)).toMatchObject({
      search: 'queue',
      portfolio: 'Storage',
    });

    await userEvent.click(
      screen.getByRole('button', { name: 'Clear search and filters' }),
    );
    await screen.findByText('1 product');
    expect(queries.at(-1)).toMatchObject({
      search: undefined,
      portfolio: undefined,
    });
    expect(screen.getByRole('searchbox')).toHaveValue('');

    await userEvent.click(screen.getByRole('button', { name: /Portfolio/ }));
    await userEvent.click(screen.getByRole('option', { name: 'Databases' }));
    await waitFor(() =>
      expect(queries.at(-1)).toMatchObject({ portfolio: 'Databases' }),
    );
  });

  it('appends the next page when asked', async () => {
    renderPlugin('/aws-service-catalog', {
      listProducts: async query =>
        query?.cursor === 'second'
          ? makeProducts([database], { totalItems: 2 })
          : makeProducts([makeProduct()], {
              totalItems: 2,
              nextCursor: 'second',
            }),
    });
    const more = await screen.findByRole('button', {
      name: 'Show more products',
    });
    expect(screen.queryByText('PostgreSQL')).not.toBeInTheDocument();
    await userEvent.click(more);
    expect(await screen.findByText('PostgreSQL')).toBeInTheDocument();
    expect(screen.getByText('Secure S3 Bucket')).toBeInTheDocument();
    expect(more).not.toBeInTheDocument();
  });

  it('carries the entity to the product and to the order form', async () => {
    const listProducts = jest.fn(async () =>
      makeProducts([makeProduct()], {
        entity: {
          entityRef: ENTITY,
          owner: 'group:default/team-payments',
          state: 'ok',
        },
      }),
    );
    renderPlugin(`/aws-service-catalog/products?entityRef=${ENTITY}`, {
      listProducts,
    });
    const query = `?entityRef=${encodeURIComponent(ENTITY)}`;
    expect(
      await screen.findByRole('link', { name: 'Secure S3 Bucket' }),
    ).toHaveAttribute(
      'href',
      `/aws-service-catalog/products/sandbox/prod-bucket${query}`,
    );
    expect(screen.getByRole('link', { name: /^Order / })).toHaveAttribute(
      'href',
      `/aws-service-catalog/products/sandbox/prod-bucket/order${query}`,
    );
    expect(screen.getByText(/Ordering for/)).toHaveTextContent('payments-api');

    await userEvent.click(
      screen.getByRole('button', { name: 'Order for a team instead' }),
    );
    await waitFor(() =>
      expect(listProducts).toHaveBeenLastCalledWith(
        expect.objectContaining({ entityRef: undefined }),
      ),
    );
  });

  it.each([
    ['no-owner', /it has no owner/],
    ['not-yours', /Only the owner of this entity/],
    ['unknown-annotation-value', /names something that does not exist/],
    ['not-served', /No AWS account serves the owner/],
  ] as const)('says when an entity cannot order: %s', async (state, title) => {
    renderPlugin(`/aws-service-catalog/products?entityRef=${ENTITY}`, {
      listProducts: async () =>
        makeProducts([], {
          entity: { entityRef: ENTITY, state, message: 'The way out.' },
        }),
    });
    expect(await screen.findByText(title)).toBeInTheDocument();
    expect(screen.getByText('The way out.')).toBeInTheDocument();
    expect(screen.queryByText('There is nothing to order yet')).toBeNull();
  });

  it('says when no target serves the caller, and when there is nothing', async () => {
    const { unmount } = renderPlugin('/aws-service-catalog', {
      listProducts: async () => makeProducts([], { targets: [] }),
    });
    expect(
      await screen.findByText('No AWS account serves your teams yet'),
    ).toBeInTheDocument();
    unmount();
    renderPlugin('/aws-service-catalog', {
      listProducts: async () => makeProducts([]),
    });
    expect(
      await screen.findByText('There is nothing to order yet'),
    ).toBeInTheDocument();
  });

  it('shows the last good copy of a target that is down, and says so', async () => {
    renderPlugin('/aws-service-catalog', {
      listProducts: async () =>
        makeProducts([makeProduct()], {
          targets: [
            { ...sandbox, syncError: 'AWS refuses the credentials.' },
            { ...sandbox, name: 'new', syncedAt: undefined },
          ],
        }),
    });
    expect(
      await screen.findByText('The target sandbox could not be read'),
    ).toBeInTheDocument();
    expect(screen.getByText(/AWS refuses the credentials/)).toHaveTextContent(
      'What you see is from',
    );
    expect(
      screen.getByText('The target new has not been read yet'),
    ).toBeInTheDocument();
    expect(screen.getByText('Secure S3 Bucket')).toBeInTheDocument();
  });

  it('announces an error with the request id, and loads again', async () => {
    const refused = await makeResponseError(503, 'The database is away.', {
      requestId: 'req-1',
    });
    const listProducts = jest
      .fn(async () => makeProducts([makeProduct()]))
      .mockRejectedValueOnce(refused);
    renderPlugin('/aws-service-catalog', { listProducts });
    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent('The database is away.');
    expect(alert).toHaveTextContent('Request id: req-1');
    await userEvent.click(within(alert).getByRole('button', { name: 'Retry' }));
    expect(await screen.findByText('Secure S3 Bucket')).toBeInTheDocument();
    expect(alert).not.toBeInTheDocument();
  });

  it('offers no order of a product that cannot be launched', async () => {
    renderPlugin('/aws-service-catalog', {
      listProducts: async () => makeProducts([makeProduct({ paths: [] })]),
    });
    expect(
      await screen.findByText('Cannot be ordered now'),
    ).toBeInTheDocument();
    expect(screen.queryByRole('link', { name: /^Order / })).toBeNull();
  });
});
