import { expect, Page, test } from '@playwright/test';
import {
  choose,
  fact,
  headline,
  openAwsTab,
  openComponent,
  signIn,
  terminate,
} from './support/portal';
import { checkScreen, photograph } from './support/screens';

const BUCKET = 'team-payments-receipts-dev-222222222222';

async function orderReceiptsBucket(page: Page, name: string) {
  await page.getByRole('link', { name: 'Order Secure S3 Bucket' }).click();
  await page.getByRole('textbox', { name: /^Name/ }).fill(name);

  const purpose = page.getByRole('textbox', { name: /^Purpose/ });
  await purpose.fill('Receipts!');
  await expect(
    page.getByText(/BucketPurpose.*must match pattern/).first(),
  ).toBeVisible();
  await expect(page.getByRole('button', { name: 'Order' })).toBeDisabled();
  await checkScreen(page, 'order-form-refuses');

  await purpose.fill('receipts');
  // The portal fills in whose it is.
  const team = page.getByRole('textbox', { name: /^Team/ });
  await expect(team).toHaveValue('team-payments');
  await expect(team).not.toBeEditable();
  await choose(page, /Environment/, 'dev');
  // What nobody can choose is shown before it is ordered.
  await expect(fact(page, 'backstage.io/owner')).toHaveText(
    'group:default/team-payments',
  );
  await checkScreen(page, 'order-form');
  await page.getByRole('button', { name: 'Order' }).click();
}

test('a developer orders a bucket for a component, uses it, and tears it down', async ({
  page,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.goto('/');
  await expect(page.getByText('Who are you?')).toBeVisible();
  await checkScreen(page, 'sign-in');
  await signIn(page, 'payments-dev');
  await photograph(page, 'home');
  await openAwsTab(page, 'payments-api');
  await expect(
    page.getByRole('link', { name: 'PostgreSQL RDS Instance', exact: true }),
  ).toBeVisible();
  await checkScreen(page, 'component-before');

  const name = 'payments-api-receipts';
  await orderReceiptsBucket(page, name);

  // The page follows the order by itself.
  await expect(headline(page)).toHaveText(`AWS is creating ${name}.`);
  await checkScreen(page, 'order-running');
  await expect(headline(page)).toHaveText(`${name} is available.`);
  await expect(page.getByText(BUCKET, { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Copy BucketName' }).click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
    BUCKET,
  );
  await checkScreen(page, 'order-succeeded');

  await openAwsTab(page, 'payments-api');
  await expect(
    page.getByRole('row').filter({ hasText: name }).getByText('Available'),
  ).toBeVisible();
  await checkScreen(page, 'component-after');

  await openComponent(page, 'payments-api');
  await expect(
    page.getByRole('link', { name: 'Order AWS product' }),
  ).toBeVisible();
  await expect(
    page.getByRole('link', { name: /^\d+ products?$/ }).first(),
  ).toBeVisible();
  await checkScreen(page, 'component-overview');
  await openAwsTab(page, 'payments-api');

  // Its costs are listed below, with a link as well.
  await page.getByRole('link', { name, exact: true }).first().click();
  await expect(headline(page)).toHaveText(`${name} is available.`);
  await expect(fact(page, 'backstage.io/owner')).toHaveText(
    'group:default/team-payments',
  );
  await expect(fact(page, 'backstage.io/entity')).toHaveText(
    'component:default/payments-api',
  );
  await checkScreen(page, 'resource');

  await page.getByRole('link', { name: 'Update', exact: true }).click();
  await expect(page.getByText('What will change')).toBeVisible();
  await choose(page, /Environment/, 'staging');
  await expect(page.getByText('dev → staging')).toBeVisible();
  await checkScreen(page, 'update');
  await page.goBack();

  await page.getByRole('button', { name: 'Terminate' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByLabel(`Type ${name} to confirm`)).toBeVisible();
  await checkScreen(page, 'terminate');
  await dialog.getByRole('button', { name: 'Keep it' }).click();
  await expect(dialog).toBeHidden();
  await terminate(page, name);
  await openAwsTab(page, 'payments-api');
  await expect(
    page.getByRole('region', { name: 'It may order' }),
  ).toBeVisible();
  // What it has cost is still told.
  await expect(
    page
      .getByRole('region', { name: 'This component has' })
      .getByRole('row')
      .filter({ hasText: name }),
  ).toHaveCount(0);
});

test('a developer orders a bucket through a Software Template', async ({
  page,
}) => {
  await signIn(page, 'payments-dev');
  await page.goto('/create/templates/default/secure-s3-bucket');
  await page.getByRole('textbox', { name: 'Component' }).click();
  await page.getByRole('option', { name: 'payments-api' }).click();
  await page.getByRole('textbox', { name: 'Purpose' }).fill('refunds');
  await photograph(page, 'template');
  await page.getByRole('button', { name: 'Review' }).click();
  await page.getByRole('button', { name: 'Create' }).click();

  const bucket = 'team-payments-refunds-dev-222222222222';
  await expect(page.getByText(bucket)).toBeVisible({ timeout: 120_000 });
  await photograph(page, 'template-done');
  await page.getByRole('link', { name: 'Order', exact: true }).click();
  const name = 'payments-api-refunds-dev';
  await expect(headline(page)).toHaveText(`${name} is available.`);

  // The component has it, and its owner's tag is on it.
  await openAwsTab(page, 'payments-api');
  // Among the costs there may be one of that name that was terminated.
  const running = page
    .getByRole('row')
    .filter({ hasText: name })
    .filter({ hasText: 'Available' });
  await running.getByRole('link', { name, exact: true }).click();
  await expect(headline(page)).toHaveText(`${name} is available.`);
  await expect(fact(page, 'backstage.io/owner')).toHaveText(
    'group:default/team-payments',
  );
  await expect(fact(page, 'backstage.io/entity')).toHaveText(
    'component:default/payments-api',
  );
  await terminate(page, name);
});
