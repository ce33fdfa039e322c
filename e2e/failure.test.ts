import { randomUUID } from 'node:crypto';
import { expect, test } from '@playwright/test';
import { headline, signIn } from './support/portal';
import { checkScreen } from './support/screens';

test('a launch that fails ends in words that help', async ({ page }) => {
  await signIn(page, 'payments-dev-2');
  await page.getByRole('link', { name: 'AWS', exact: true }).click();
  await expect(page.getByText('9 products')).toBeVisible();
  await checkScreen(page, 'catalog');

  await page
    .getByRole('link', { name: 'Launch Failure Example', exact: true })
    .click();
  await expect(page.getByText('Always fails to launch').first()).toBeVisible();
  await checkScreen(page, 'product');
  await page.getByRole('link', { name: 'Order', exact: true }).click();

  const name = `experiment-${randomUUID().slice(0, 8)}`;
  await page.getByRole('textbox', { name: /^Name/ }).fill(name);
  await page.getByRole('textbox', { name: /^WaitSeconds/ }).fill('3');
  await page.getByRole('button', { name: 'Order' }).click();
  await expect(headline(page)).toHaveText(`${name} could not be created.`);
  await expect(page.getByText(/WaitCondition timed out/).first()).toBeVisible();
  await expect(page.getByRole('button', { name: 'Retry' })).toBeEnabled();
  await checkScreen(page, 'order-failed');

  await page.getByRole('button', { name: 'Retry' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText(`Try ${name} again?`)).toBeVisible();
  await checkScreen(page, 'retry');
  await dialog.getByRole('button', { name: 'Not now' }).click();
  await expect(dialog).toBeHidden();
});
