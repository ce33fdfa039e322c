import type { Entity } from '@backstage/catalog-model';
import { act, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  EntityOrdering,
  ORDER_SIGNAL_CHANNEL,
} from 'backstage-plugin-aws-service-catalog-common';
import { FakeAwsServiceCatalogApi } from '../../__testUtils__/FakeAwsServiceCatalogApi';
import { FakeSignalApi } from '../../__testUtils__/FakeSignalApi';
import {
  anOrder,
  aProduct,
  aResource,
  target,
} from '../../__testUtils__/fixtures';
import { component, renderEntity } from '../../__testUtils__/renderEntity';
import { awsEntityContent } from '../../entityContents';

const group: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Group',
  metadata: { name: 'team-payments', namespace: 'default' },
  spec: { type: 'team', children: [] },
};

describe('EntityAwsContent', () => {
  it('shows what the component has above what it may order, and orders for it', async () => {
    const api = new FakeAwsServiceCatalogApi();
    api.resources = [
      aResource(),
      aResource({
        id: 'pp-other000000001',
        name: 'somebody-elses',
        entityRef: 'component:default/search-api',
      }),
    ];
    api.products = [aProduct()];
    renderEntity(awsEntityContent, api);

    expect(
      await screen.findByRole('link', { name: 'payments-uploads' }),
    ).toHaveAttribute(
      'href',
      '/aws-service-catalog/resources/sandbox/pp-uploads0000001',
    );
    expect(screen.queryByText('somebody-elses')).toBeNull();
    expect(
      await screen.findByRole('link', { name: 'Order Secure S3 Bucket' }),
    ).toHaveAttribute(
      'href',
      '/aws-service-catalog/products/sandbox/prod-bucket0000001/order?entityRef=component%3Adefault%2Fpayments-api',
    );
    expect(
      screen.getAllByRole('heading', { level: 3 }).map(h => h.textContent),
    ).toEqual(['This component has', 'It may order']);
    expect(api.requests('listProducts')).toEqual([
      expect.objectContaining({ entityRef: 'component:default/payments-api' }),
    ]);
  });

  it('puts open orders on top, and moves what became of them into the table', async () => {
    const api = new FakeAwsServiceCatalogApi();
    const signals = new FakeSignalApi();
    api.orders = [anOrder()];
    renderEntity(awsEntityContent, api, { signals });
    expect(
      await screen.findByRole('link', {
        name: 'AWS is creating payments-uploads.',
      }),
    ).toHaveAttribute('href', `/aws-service-catalog/orders/${anOrder().id}`);
    expect(screen.getAllByRole('heading', { level: 3 })[0]).toHaveTextContent(
      'Open orders',
    );
    expect(api.requests('listOrders')).toEqual([
      expect.objectContaining({
        entityRef: 'component:default/payments-api',
        open: true,
        scope: 'all',
      }),
    ]);

    api.replace(anOrder().id, { state: 'succeeded' });
    api.resources = [aResource()];
    act(() =>
      signals.send(ORDER_SIGNAL_CHANNEL, {
        orderId: anOrder().id,
        state: 'succeeded',
      }),
    );
    expect(
      await screen.findByRole('link', { name: 'payments-uploads' }),
    ).toBeInTheDocument();
    expect(screen.queryByText('Open orders')).toBeNull();
  });

  it.each<[EntityOrdering['state'], string]>([
    ['no-owner', 'Give it an owner in its catalog-info.yaml.'],
    ['not-yours', 'It belongs to team-payments.'],
    ['unknown-annotation-value', 'There is no target "sandboks".'],
    ['not-served', 'Ask the platform team.'],
  ])('says in one sentence when the answer is %s', async (state, message) => {
    const api = new FakeAwsServiceCatalogApi();
    api.products = [aProduct()];
    api.entity = {
      entityRef: 'component:default/payments-api',
      state,
      message,
    };
    renderEntity(awsEntityContent, api);
    expect(await screen.findByText(message)).toBeInTheDocument();
    expect(
      screen.getByText(
        state === 'not-yours'
          ? 'Nothing that you may see'
          : 'No AWS products yet',
      ),
    ).toBeInTheDocument();
    expect(screen.queryByRole('link', { name: /^Order/ })).toBeNull();
  });

  it('says when nothing can be ordered, and when the target is down', async () => {
    const api = new FakeAwsServiceCatalogApi();
    api.targets = [{ ...target, syncError: 'The role cannot be assumed.' }];
    renderEntity(awsEntityContent, api);
    expect(
      await screen.findByText('There is nothing to order'),
    ).toBeInTheDocument();
    expect(screen.getByText(/The role cannot be assumed\./)).toBeVisible();
    expect(screen.getByText('No AWS products yet')).toBeInTheDocument();
  });

  it('offers no product that cannot be launched, and says why', async () => {
    const api = new FakeAwsServiceCatalogApi();
    api.products = [aProduct({ paths: [] })];
    renderEntity(awsEntityContent, api);
    expect(await screen.findByText(/No portfolio lets/)).toBeInTheDocument();
    expect(screen.queryByRole('link', { name: /^Order/ })).toBeNull();
  });

  it('shows a group everything that it owns, for whatever entity', async () => {
    const api = new FakeAwsServiceCatalogApi();
    api.resources = [aResource(), aResource({ id: 'pp-2', name: 'shared' })];
    api.orders = [anOrder({ entityRef: undefined })];
    renderEntity(awsEntityContent, api, { entity: group });
    expect(
      await screen.findByRole('link', { name: 'shared' }),
    ).toBeInTheDocument();
    expect(screen.getByText('This group owns')).toBeInTheDocument();
    expect(screen.getByText('Open orders')).toBeInTheDocument();
    expect(api.requests('listOrders')).toEqual([
      expect.objectContaining({ owner: 'group:default/team-payments' }),
    ]);
  });

  describe('on an entity of the kind Resource', () => {
    const entity: Entity = {
      ...component,
      kind: 'Resource',
      metadata: { name: 'uploads', namespace: 'default' },
      spec: { type: 's3-bucket', owner: 'team-payments' },
    };
    const entityRef = 'resource:default/uploads';

    it('shows how the one that it stands for is, its outputs, and what can be done', async () => {
      const api = new FakeAwsServiceCatalogApi();
      api.resources = [aResource({ entityRef, status: 'TAINTED' })];
      api.outputs = [{ key: 'BucketName', value: 'uploads-1', secret: false }];
      renderEntity(awsEntityContent, api, { entity });
      expect(
        await screen.findByText('The last change of payments-uploads failed.'),
      ).toBeInTheDocument();
      expect(await screen.findByText('uploads-1')).toBeInTheDocument();
      expect(
        screen.getByRole('button', { name: 'Terminate' }),
      ).toBeInTheDocument();
      expect(
        screen.getByRole('link', { name: /^Parameters, parts/ }),
      ).toHaveAttribute(
        'href',
        '/aws-service-catalog/resources/sandbox/pp-uploads0000001',
      );
      expect(screen.queryByRole('table')).toBeNull();
    });

    it('lists several as on any other entity', async () => {
      const api = new FakeAwsServiceCatalogApi();
      api.resources = [
        aResource({ entityRef }),
        aResource({ entityRef, id: 'pp-2', name: 'copies' }),
      ];
      renderEntity(awsEntityContent, api, { entity });
      expect(
        await screen.findByRole('link', { name: 'copies' }),
      ).toBeInTheDocument();
      expect(screen.getByText('This resource has')).toBeInTheDocument();
    });

    it('says that the list could not be loaded, and loads it again', async () => {
      const api = new FakeAwsServiceCatalogApi();
      api.resources = [aResource({ entityRef })];
      api.failures.listProvisionedProducts = new Error('Away');
      renderEntity(awsEntityContent, api, { entity });
      const alert = await screen.findByRole('alert');
      expect(alert).toHaveTextContent('Away');
      api.failures = {};
      await userEvent.click(
        within(alert).getByRole('button', { name: 'Retry' }),
      );
      expect(
        await screen.findByRole('button', { name: 'Terminate' }),
      ).toBeInTheDocument();
      expect(screen.queryByRole('table')).toBeNull();
    });
  });

  it('shows each error where it belongs and tries again', async () => {
    const api = new FakeAwsServiceCatalogApi();
    api.resources = [aResource()];
    api.failures.listProducts = new Error('The catalog is away');
    renderEntity(awsEntityContent, api);
    expect(
      await screen.findByRole('link', { name: 'payments-uploads' }),
    ).toBeInTheDocument();
    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent('The catalog is away');
    api.failures = {};
    api.products = [aProduct()];
    await userEvent.click(within(alert).getByRole('button', { name: 'Retry' }));
    expect(
      await screen.findByRole('link', { name: 'Order Secure S3 Bucket' }),
    ).toBeInTheDocument();
  });
});
