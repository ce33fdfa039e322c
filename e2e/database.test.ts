import { randomUUID } from 'node:crypto';
import { expect, test } from '@playwright/test';
import { choose, fact, headline, signIn } from './support/portal';
import { checkScreen } from './support/screens';

const PASSWORD = 'correct-horse-battery';

test('a database is ordered with a secret, under rules over several parameters', async ({
  page,
}) => {
  await signIn(page, 'payments-dev-2');
  await page.getByRole('link', { name: 'AWS', exact: true }).click();
  await page
    .getByRole('link', { name: 'Order PostgreSQL RDS Instance in sandbox' })
    .click();

  const name = `ledger-${randomUUID().slice(0, 8)}`;
  await page.getByRole('textbox', { name: /^Name/ }).fill(name);
  await page.getByRole('textbox', { name: /^Database name/ }).fill('ledger');
  const password = page.getByLabel(/^Master password/).first();
  await expect(password).toHaveAttribute('type', 'password');
  await password.fill(PASSWORD);
  await page.getByRole('textbox', { name: /^Storage/ }).fill('10');
  await expect(
    page.getByText(/must be a number not less than 20/),
  ).toBeVisible();
  await page.getByRole('textbox', { name: /^Storage/ }).fill('50');

  // A rule of the template: prod needs a standby.
  await choose(page, /Environment/, 'prod');
  const rule = page
    .getByText(/needs a standby in a second availability zone/)
    .first();
  await expect(rule).toBeVisible();
  await expect(page.getByRole('button', { name: 'Order' })).toBeDisabled();
  await checkScreen(page, 'order-form-rule');
  await choose(page, /Environment/, 'staging');
  await expect(rule).toBeHidden();

  // A rule of the portfolio: outside of prod the small classes only.
  await choose(page, /Instance class/, 'db.m7g.large');
  await expect(
    page.getByText(/one of the db\.t4g family/).first(),
  ).toBeVisible();
  await choose(page, /Instance class/, 'db.t4g.small');
  await page.getByRole('button', { name: 'Order' }).click();

  await expect(headline(page)).toHaveText(`${name} is available.`);
  await expect(fact(page, 'EndpointPort')).toContainText('5432');
  await expect(fact(page, 'MasterUserPassword')).toContainText(/hidden/i);
  expect(await page.content()).not.toContain(PASSWORD);
  await checkScreen(page, 'order-with-secret');
});
