import { randomUUID } from 'node:crypto';
import { Browser, expect, Page, test } from '@playwright/test';
import { DemoUser } from './support/api';
import { advance } from './support/emulator';
import { choose, fact, headline, signIn, terminate } from './support/portal';
import { checkScreen } from './support/screens';

const PASSWORD = 'correct-horse-battery';
const DAY_SECONDS = 24 * 60 * 60;

/** A browser of somebody else's, signed in. */
async function openAs(browser: Browser, user: DemoUser): Promise<Page> {
  const { colorScheme, baseURL, locale, viewport } = test.info().project.use;
  const context = await browser.newContext({
    colorScheme,
    baseURL,
    locale,
    viewport,
  });
  const page = await context.newPage();
  await signIn(page, user);
  return page;
}

async function openOrderForm(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'AWS', exact: true }).first().click();
  await page
    .getByRole('link', { name: 'Order PostgreSQL RDS Instance in payments' })
    .click();
  // Team Payments keeps a portfolio of its own as well, with narrower rules.
  await choose(page, /Portfolio/, 'Developer self-service');
}

async function openApprovals(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'AWS', exact: true }).first().click();
  await page.getByRole('tab', { name: /^Approvals/ }).click();
}

const askButton = (page: Page) =>
  page.getByRole('button', { name: 'Ask for approval' });

/** The link to an order in the inbox. */
const inInbox = (page: Page, name: string) =>
  page.getByRole('link', { name: `Launch ${name}`, exact: true });

test('a database is asked for, rejected, corrected, approved and launched', async ({
  page,
  browser,
}) => {
  await signIn(page, 'payments-dev');
  await openOrderForm(page);

  const name = `ledger-${randomUUID().slice(0, 8)}`;
  await page.getByRole('textbox', { name: /^Name/ }).fill(name);
  await page.getByRole('textbox', { name: /^Database name/ }).fill('ledger');
  const password = page.getByLabel(/^Master password/).first();
  await expect(password).toHaveAttribute('type', 'password');
  await password.fill(PASSWORD);
  const storage = page.getByRole('textbox', { name: /^Storage/ });
  await storage.fill('10');
  await expect(
    page.getByText(/must be a number not less than 20/),
  ).toBeVisible();
  await storage.fill('500');

  // A rule of the template: prod needs a standby.
  await choose(page, /Environment/, 'prod');
  const rule = page
    .getByText(/needs a standby in a second availability zone/)
    .first();
  await expect(rule).toBeVisible();
  await expect(askButton(page)).toBeDisabled();
  await checkScreen(page, 'order-form-rule');
  await choose(page, /Environment/, 'staging');
  await expect(rule).toBeHidden();

  // A rule of the portfolio: outside of prod the small classes only.
  await choose(page, /Instance class/, 'db.m7g.large');
  await expect(
    page.getByText(/one of the db\.t4g family/).first(),
  ).toBeVisible();
  await choose(page, /Instance class/, 'db.t4g.small');

  // What will happen is said before it is ordered.
  await expect(fact(page, 'Approval')).toContainText('Platform Engineering');
  await expect(fact(page, 'Quota')).toContainText('of 3');
  await expect(fact(page, 'Expected cost')).toContainText('58');
  await checkScreen(page, 'order-form-approval');
  await askButton(page).click();
  await expect(headline(page)).toContainText(
    `The launch of ${name} waits for approval by platform-engineering`,
  );
  await expect(
    page.getByRole('button', { name: `Approve ${name}` }),
  ).toBeDisabled();
  await expect(
    page.getByText('Nobody approves their own order.'),
  ).toBeVisible();
  await checkScreen(page, 'order-waiting');

  // A colleague sees it, and cannot decide.
  const colleague = await openAs(browser, 'payments-dev-2');
  await colleague.goto(page.url());
  await expect(
    colleague.getByRole('button', { name: `Approve ${name}` }),
  ).toBeDisabled();
  await expect(colleague.getByText(/^Only .* can decide it/)).toBeVisible();
  await openApprovals(colleague);
  await expect(
    colleague.getByText('Nothing waits for your decision').first(),
  ).toBeVisible();
  await checkScreen(colleague, 'approvals-empty');

  // Whoever may decide finds it in the inbox, with everything to decide on, and refuses.
  const approver = await openAs(browser, 'platform-engineer');
  await openApprovals(approver);
  await expect(inInbox(approver, name)).toBeVisible();
  await checkScreen(approver, 'approvals');
  await inInbox(approver, name).click();
  await expect(fact(approver, 'MasterUserPassword')).toContainText(/hidden/i);
  await checkScreen(approver, 'order-to-decide');
  await approver.getByRole('button', { name: `Reject ${name}` }).click();
  const rejection = approver.getByRole('dialog');
  await expect(
    rejection.getByRole('button', { name: 'Reject' }),
  ).toBeDisabled();
  await rejection.getByLabel(/^Reason/).fill('50 GiB will do for staging.');
  await checkScreen(approver, 'reject-dialog');
  await rejection.getByRole('button', { name: 'Reject' }).click();

  // The requester's page says so by itself, and the order is placed again with other values.
  await expect(headline(page)).toContainText('50 GiB will do for staging.');
  await checkScreen(page, 'order-rejected');
  await page.getByRole('link', { name: 'Order again' }).click();
  await expect(storage).toHaveValue('500');
  await storage.fill('50');
  await expect(password).toHaveValue('');
  await password.fill(PASSWORD);
  await page.getByRole('textbox', { name: /^Name/ }).fill(name);
  await askButton(page).click();
  await expect(headline(page)).toContainText('waits for approval');

  await openApprovals(approver);
  await inInbox(approver, name).click();
  await approver.getByRole('button', { name: `Approve ${name}` }).click();
  await approver
    .getByRole('dialog')
    .getByRole('button', { name: 'Approve' })
    .click();

  await expect(headline(page)).toHaveText(`${name} is available.`);
  await expect(headline(approver)).toHaveText(`${name} is available.`);
  await expect(fact(page, 'EndpointPort')).toContainText('5432');
  await expect(fact(page, 'MasterUserPassword')).toContainText(/hidden/i);
  for (const each of [page, approver]) {
    expect(await each.content()).not.toContain(PASSWORD);
  }
  await checkScreen(page, 'order-approved');
  await page.getByRole('link', { name: `Open ${name}` }).click();
  await terminate(page, name);
});

test('an order that nobody decides expires before the eyes of both sides', async ({
  page,
  browser,
  request,
}) => {
  await signIn(page, 'payments-dev');
  await openOrderForm(page);
  const name = `forgotten-${randomUUID().slice(0, 8)}`;
  await page.getByRole('textbox', { name: /^Name/ }).fill(name);
  await page.getByRole('textbox', { name: /^Database name/ }).fill('forgotten');
  await page
    .getByLabel(/^Master password/)
    .first()
    .fill(PASSWORD);
  await askButton(page).click();
  await expect(headline(page)).toContainText('waits for approval');
  const approver = await openAs(browser, 'platform-engineer');
  await openApprovals(approver);
  await expect(inInbox(approver, name)).toBeVisible();

  await advance(request, DAY_SECONDS / 2);
  await expect(page.getByText(/approvers were reminded/).first()).toBeVisible();
  await advance(request, DAY_SECONDS / 2);

  await expect(headline(page)).toContainText(
    `The launch of ${name} expired, because nobody decided in time.`,
  );
  await expect(inInbox(approver, name)).toBeHidden();
  await checkScreen(page, 'order-expired');
});
