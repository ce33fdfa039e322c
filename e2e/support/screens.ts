import AxeBuilder from '@axe-core/playwright';
import { expect, Page, test } from '@playwright/test';

type Violation = { id: string; target: string; html: string; summary: string };

/** Pairs of colours that Backstage UI's own tokens make: `--bui-fg-secondary` and `--bui-fg-negative` on cards and buttons. */
const COLOURS_OF_BACKSTAGE =
  /(#a3a3a3, background color: #424141|#ec3b18, background color: (#ffffff|#ffe2e2)|#ff5a30, background color: #424141)/;

/** What the stock Backstage 1.55 breaks by itself, on its own pages as well. Everything else is ours to mend. */
function isOfBackstage({ id, target, html, summary }: Violation): boolean {
  return (
    // The tabs of the page header name panels that do not exist.
    (id === 'aria-valid-attr-value' && /-tab-/.test(target)) ||
    (id === 'color-contrast' && COLOURS_OF_BACKSTAGE.test(summary)) ||
    // What React Aria announces after a button was pending.
    (id === 'role-img-alt' && /aria-labelledby="react-aria/.test(html))
  );
}

async function findViolations(page: Page): Promise<Violation[]> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'])
    .analyze();
  return violations
    .flatMap(({ id, nodes }) =>
      nodes.map(({ target, html, failureSummary = '' }) => ({
        id,
        target: target.join(' '),
        html,
        summary: failureSummary,
      })),
    )
    .filter(violation => !isOfBackstage(violation));
}

/**
 * Photographs a screen into `e2e-report/screens`, as high as the page is: the sidebar is as high as the window, so the window
 * grows.
 */
export async function photograph(page: Page, name: string): Promise<void> {
  const theme = test.info().project.name;
  const size = page.viewportSize()!;
  const height = await page.evaluate(() =>
    Math.max(document.body.scrollHeight, document.documentElement.scrollHeight),
  );
  await page.setViewportSize({ ...size, height });
  await page.screenshot({
    path: `e2e-report/screens/${name}.${theme}.png`,
    animations: 'disabled',
  });
  await page.setViewportSize(size);
}

/**
 * Photographs a screen of ours, and checks that people who depend on contrast, names and structure can use it.
 */
export async function checkScreen(page: Page, name: string): Promise<void> {
  await photograph(page, name);
  expect
    .soft(await findViolations(page), `accessibility of ${name}`)
    .toEqual([]);
}
