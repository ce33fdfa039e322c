import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { APIRequestContext, expect, Page, test } from '@playwright/test';
import { Api, Order } from './support/api';
import { advance, callAws, failNextUpdate } from './support/emulator';
import { headline, openAwsTab, signIn } from './support/portal';
import { checkScreen } from './support/screens';

const DAY_SECONDS = 24 * 60 * 60;
const HUB_ACCOUNT = '111111111111';
const PAYMENTS_ACCOUNT = '222222222222';
const QUEUE_TEMPLATE = join(
  __dirname,
  '../packages/infra/product-stack-snapshots/CatalogsqsqueueHistory90768BC5.CatalogsqsqueueTemplate4E80D6EB.1.1.product.template.json',
);

function someName(prefix: string): string {
  return `${prefix}-${randomUUID().slice(0, 8)}`;
}

/** Something that team-payments runs for its API. */
async function launch(
  request: APIRequestContext,
  options: {
    product: string;
    name: string;
    parameters: Record<string, string>;
  },
): Promise<Order> {
  const api = await Api.as('payments-dev', request);
  const order = await api.provision({
    entityRef: 'component:default/payments-api',
    ...options,
  });
  expect(order.state).toBe('succeeded');
  return order;
}

function pageOf({ target, provisionedProduct: { id } }: Order): string {
  return `/aws-service-catalog/resources/${target}/${id}`;
}

/** The first of that name: the history of orders has links that are called so, too. */
const updateLink = (page: Page) =>
  page.getByRole('link', { name: 'Update', exact: true }).first();

/** Serves a template to the emulator, which takes it from this machine alone. */
async function serveTemplate(template: string): Promise<{
  url: string;
  close(): void;
}> {
  const server = createServer((_, response) => response.end(template));
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/template.json`,
    close: () => server.close(),
  };
}

/** Publishes a new version of a product, as a platform engineer does. */
async function publishVersion(
  request: APIRequestContext,
  product: string,
  version: string,
): Promise<void> {
  const { ProductViewDetails: products } = await callAws<{
    ProductViewDetails: {
      ProductViewSummary: { ProductId: string; Name: string };
    }[];
  }>(request, HUB_ACCOUNT, 'SearchProductsAsAdmin', {});
  const found = products
    .map(each => each.ProductViewSummary)
    .find(({ Name }) => Name === product);
  const template = await readFile(QUEUE_TEMPLATE, 'utf8');
  const served = await serveTemplate(template);
  try {
    await callAws(request, HUB_ACCOUNT, 'CreateProvisioningArtifact', {
      ProductId: found?.ProductId,
      IdempotencyToken: randomUUID(),
      Parameters: {
        Name: version,
        Type: 'CLOUD_FORMATION_TEMPLATE',
        Info: { LoadTemplateFromURL: served.url },
      },
    });
  } finally {
    served.close();
  }
}

async function openPlatform(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'AWS', exact: true }).first().click();
  await page.getByRole('tab', { name: 'Platform' }).click();
  await expect(page.getByText('Product doctor')).toBeVisible();
}

test('an update shows what it replaces, fails, and is repaired', async ({
  page,
  request,
}) => {
  const name = someName('uploads');
  const order = await launch(request, {
    product: 'Secure S3 Bucket',
    name,
    parameters: { BucketPurpose: name.slice(0, 16), Environment: 'dev' },
  });
  await signIn(page, 'payments-dev');
  await page.goto(pageOf(order));
  await expect(headline(page)).toHaveText(`${name} is available.`);
  await expect(page.getByRole('list', { name: 'Parts' })).toContainText(
    'Create complete',
  );
  await checkScreen(page, 'resource');

  await updateLink(page).click();
  const purpose = page.getByRole('textbox', { name: /^Purpose/ });
  await expect(purpose).toHaveValue(name.slice(0, 16));
  await purpose.fill('moved');
  await page.getByRole('button', { name: 'Preview what AWS changes' }).click();
  await expect(page.getByText(/AWS would make anew: .*Bucket/)).toBeVisible();
  await checkScreen(page, 'update-replaces');

  await failNextUpdate(request);
  await page.getByRole('button', { name: 'Update', exact: true }).click();
  await expect(headline(page)).toHaveText(`${name} could not be updated.`);

  await page.goto(pageOf(order));
  await expect(headline(page)).toHaveText(`The last change of ${name} failed.`);
  await expect(page.getByText(/What failed first:/)).toBeVisible();
  await checkScreen(page, 'resource-tainted');

  await updateLink(page).click();
  await expect(purpose).toHaveValue(name.slice(0, 16));
  await purpose.fill(`${name.slice(-8)}-2`);
  await page.getByRole('button', { name: 'Update', exact: true }).click();
  await expect(headline(page)).toHaveText(`${name} is updated.`);
  await page.goto(pageOf(order));
  await expect(headline(page)).toHaveText(`${name} is available.`);
});

test('what runs an old version is upgraded at once', async ({
  page,
  request,
}) => {
  const names = ['mails', 'events'].map(someName);
  await Promise.all(
    names.map(name =>
      launch(request, {
        product: 'SQS Queue',
        name,
        parameters: { QueuePurpose: name.slice(-12), Environment: 'dev' },
      }),
    ),
  );
  const version = someName('2.0');
  await publishVersion(request, 'SQS Queue', version);
  const operator = await Api.as('platform-engineer', request);
  await operator.post('/targets/payments/sync');
  await signIn(page, 'payments-dev');
  await expect(async () => {
    await page.goto('/aws-service-catalog/resources?outdated=true');
    for (const name of names) {
      await expect(
        page.getByRole('row').filter({ hasText: name }),
      ).toContainText(`${version} is available`, { timeout: 5_000 });
    }
  }).toPass();
  await checkScreen(page, 'resources-outdated');
  await page.getByRole('button', { name: 'Upgrade them' }).click();
  const dialog = page.getByRole('dialog');
  // Other tests may have left queues.
  for (const name of names) {
    await expect(dialog.getByRole('checkbox', { name })).toBeChecked();
  }
  await dialog.getByRole('button', { name: /^Upgrade \d+$/ }).click();
  await expect(dialog.getByText(/^(\d+) of \1 were ordered\.$/)).toBeVisible();
  await checkScreen(page, 'resources-upgraded');
  await dialog.getByRole('link', { name: 'Order' }).first().click();
  await expect(headline(page)).toHaveText(/is updated\.$/);
});

test('what nobody owns is given to a team', async ({ page, request }) => {
  // Somebody launches it past the portal.
  const name = someName('by-hand');
  const { ProductViewSummaries: products } = await callAws<{
    ProductViewSummaries: { ProductId: string; Name: string }[];
  }>(request, PAYMENTS_ACCOUNT, 'SearchProducts', {});
  const productId = products.find(each => each.Name === 'SQS Queue')?.ProductId;
  const { ProvisioningArtifacts: versions } = await callAws<{
    ProvisioningArtifacts: { Id: string }[];
  }>(request, PAYMENTS_ACCOUNT, 'DescribeProduct', { Id: productId });
  await callAws(request, PAYMENTS_ACCOUNT, 'ProvisionProduct', {
    ProductId: productId,
    ProvisioningArtifactId: versions[0].Id,
    ProvisionedProductName: name,
    ProvisionToken: randomUUID(),
    ProvisioningParameters: [
      { Key: 'QueuePurpose', Value: name.slice(-8) },
      { Key: 'TeamName', Value: 'team-payments' },
      { Key: 'Environment', Value: 'dev' },
    ],
  });

  await signIn(page, 'platform-engineer');
  await openPlatform(page);
  await page.getByRole('button', { name: 'Sync payments now' }).click();
  const claim = page.getByRole('button', { name: `Give ${name} an owner` });
  await expect(async () => {
    await page.reload();
    await expect(claim).toBeVisible({ timeout: 5_000 });
  }).toPass();
  await checkScreen(page, 'platform');
  await claim.click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: /Owner/ }).click();
  await page.getByRole('option', { name: /payments/i }).click();
  await checkScreen(page, 'claim');
  await dialog.getByRole('button', { name: 'Give it to them' }).click();
  await expect(claim).toBeHidden();

  const owner = await Api.as('payments-dev', request);
  const { body } = await owner.get<{ items: { owner: string }[] }>(
    `/provisioned-products?search=${name}`,
  );
  expect(body.items).toMatchObject([{ owner: 'group:default/team-payments' }]);
});

test('a lease is renewed in time, and the team sees what it pays', async ({
  page,
  request,
}) => {
  const name = someName('cache');
  const order = await launch(request, {
    product: 'SQS Queue',
    name,
    parameters: { QueuePurpose: name.slice(-12), Environment: 'dev' },
  });
  await signIn(page, 'payments-dev');
  await page.goto(pageOf(order));
  await expect(page.getByText(/It may live until/)).toBeVisible({
    timeout: 90_000,
  });
  await advance(request, 24 * DAY_SECONDS);
  // The portal looks at leases and costs every minute.
  await expect(async () => {
    await page.reload();
    await expect(page.getByText(/Renew it if it is still needed/)).toBeVisible({
      timeout: 5_000,
    });
  }).toPass({ timeout: 120_000 });
  await checkScreen(page, 'resource-lease');
  await page.getByRole('button', { name: 'Renew' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText('It would live until')).toBeVisible();
  await dialog.getByRole('button', { name: 'Renew' }).click();
  await expect(headline(page)).toHaveText(`${name} is renewed.`);

  await openAwsTab(page, 'payments-api');
  await expect(async () => {
    await page.reload();
    await expect(
      page.getByRole('region', { name: 'What it costs' }),
    ).toContainText(name, { timeout: 5_000 });
  }).toPass({ timeout: 120_000 });
  await expect(page.locator('.recharts-bar-rectangle').first()).toBeVisible();
  await checkScreen(page, 'component-costs');
});
