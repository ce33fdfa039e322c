import { expect, Locator, Page } from '@playwright/test';
import { DemoUser } from './api';

/** Signs in by choosing a person on the sign-in page. */
export async function signIn(page: Page, user: DemoUser): Promise<void> {
  await page.goto('/');
  await page
    .getByRole('button', { name: `Sign in as ${user}`, exact: true })
    .click();
  await expect(
    page.getByRole('link', { name: 'Catalog' }).first(),
  ).toBeVisible();
}

/** Opens the overview of a component, from the catalog. */
export async function openComponent(
  page: Page,
  component: string,
): Promise<void> {
  await page.getByRole('link', { name: 'Catalog' }).first().click();
  await page.getByRole('link', { name: component, exact: true }).click();
}

/** Opens the tab "AWS" of a component, from the catalog. */
export async function openAwsTab(page: Page, component: string): Promise<void> {
  await openComponent(page, component);
  await page
    .getByRole('main')
    .getByRole('link', { name: 'AWS', exact: true })
    .click();
  await expect(page.getByText('This component has')).toBeVisible();
}

/** Chooses an option of a select field. */
export async function choose(
  page: Page,
  field: RegExp,
  option: string,
): Promise<void> {
  await page.getByRole('button', { name: field }).click();
  await page.getByRole('option', { name: option, exact: true }).click();
}

/** The value beside a label in a list of facts, such as an output or a tag. */
export function fact(page: Page, label: string): Locator {
  return page
    .getByRole('term')
    .filter({ hasText: new RegExp(`^${label}$`) })
    .locator('xpath=following-sibling::dd[1]')
    .first();
}

/** The sentence that says where an order, or how a provisioned product, is. */
export function headline(page: Page): Locator {
  return page.getByRole('status').first();
}

/** Terminates what the page shows, by typing its name, and waits for the end of the order. */
export async function terminate(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'Terminate' }).click();
  const dialog = page.getByRole('dialog');
  const confirm = dialog.getByRole('button', { name: 'Terminate' });
  await expect(confirm).toBeDisabled();
  await dialog.getByLabel(`Type ${name} to confirm`).fill(name);
  await confirm.click();
  await expect(page.getByText(`${name} is terminated.`)).toBeVisible();
}
