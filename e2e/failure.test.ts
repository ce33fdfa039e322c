import { expect, test } from '@playwright/test';
import { headline, signIn } from './support/portal';
import { checkScreen } from './support/screens';

test('a launch that fails ends in words that help', async ({ page }) => {
  await signIn(page, 'search-dev');
  await page.getByRole('link', { name: 'AWS', exact: true }).click();
  await expect(page.getByText('3 products')).toBeVisible();
  await checkScreen(page, 'catalog');

  await page.getByRole('link', { name: 'Launch Failure Example' }).click();
  await expect(page.getByText('Always fails to launch').first()).toBeVisible();
  await checkScreen(page, 'product');
  await page.getByRole('link', { name: 'Order', exact: true }).click();

  const name = 'search-experiment';
  await page.getByRole('textbox', { name: /^Name/ }).fill(name);
  await page.getByRole('button', { name: 'Order' }).click();
  await expect(headline(page)).toHaveText(`${name} could not be created.`);
  await expect(page.getByText(/WaitCondition timed out/)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Retry' })).toBeEnabled();
  await checkScreen(page, 'order-failed');
});
