import { randomUUID } from 'node:crypto';
import { expect, test } from '@playwright/test';
import { Api, Order } from './support/api';
import { headline, signIn } from './support/portal';
import { checkScreen } from './support/screens';

test.describe('what belongs to team-payments', () => {
  let order: Order;
  const suffix = randomUUID().slice(0, 8);
  const name = `payments-ledger-${suffix}`;

  test.beforeAll(async ({ request }) => {
    const paymentsDev = await Api.as('payments-dev', request);
    order = await paymentsDev.provision({
      product: 'Secure S3 Bucket',
      name,
      entityRef: 'component:default/payments-api',
      parameters: {
        BucketPurpose: `ledger-${suffix}`,
        Environment: 'prod',
      },
    });
    expect(order.state).toBe('succeeded');
  });

  const orderUrl = () => `/aws-service-catalog/orders/${order.id}`;
  const resourceUrl = () =>
    `/aws-service-catalog/resources/${order.target}/${order.provisionedProduct.id}`;

  test('is nowhere for somebody of team-search, not even by its address', async ({
    page,
    request,
  }) => {
    await signIn(page, 'search-dev');

    await page.goto('/aws-service-catalog/orders?scope=all');
    await expect(
      page.getByText('There is no order that you may see.'),
    ).toBeVisible();
    await checkScreen(page, 'orders-empty');
    await page.goto('/aws-service-catalog/resources');
    await expect(
      page.getByText('Your teams run no AWS products yet'),
    ).toBeVisible();
    await checkScreen(page, 'resources-empty');
    await page.goto('/catalog/default/component/payments-api/aws');
    await expect(page.getByText('This component has')).toBeVisible();
    await expect(page.getByText('Nothing that you may see')).toBeVisible();
    await expect(
      page.getByRole('link', { name: 'Order Secure S3 Bucket' }),
    ).toHaveCount(0);
    await checkScreen(page, 'component-not-yours');

    await page.goto(orderUrl());
    await expect(page.getByText('It is not here')).toBeVisible();
    await page.goto(resourceUrl());
    await expect(page.getByText('It is not here')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Terminate' })).toHaveCount(
      0,
    );

    const searchDev = await Api.as('search-dev', request);
    expect(await searchDev.get(`/orders/${order.id}`)).toMatchObject({
      status: 404,
    });
    // The same answer as for an id that nothing has.
    for (const kind of ['update', 'terminate'] as const) {
      expect(
        await searchDev.change(
          kind,
          order.target,
          order.provisionedProduct.id!,
        ),
      ).toMatchObject({
        status: 400,
        body: { error: { fields: [{ field: 'provisionedProductId' }] } },
      });
    }
  });

  test('is there for a colleague and for the operators, who may not terminate it', async ({
    page,
    browser,
  }) => {
    await signIn(page, 'payments-dev-2');
    await page.goto(resourceUrl());
    await expect(headline(page)).toHaveText(`${name} is available.`);
    await expect(page.getByRole('button', { name: 'Terminate' })).toBeEnabled();
    await page.goto('/aws-service-catalog/orders?scope=teams');
    await expect(page.getByRole('row').filter({ hasText: name })).toBeVisible();
    await checkScreen(page, 'orders');
    await page.goto('/aws-service-catalog/resources');
    await expect(page.getByRole('row').filter({ hasText: name })).toBeVisible();
    await checkScreen(page, 'resources');

    const operator = await browser.newPage();
    await signIn(operator, 'platform-engineer');
    await operator.goto(resourceUrl());
    await expect(headline(operator)).toHaveText(`${name} is available.`);
    await expect(
      operator.getByRole('button', { name: 'Terminate' }),
    ).toBeDisabled();
    await operator.close();
  });
});
