import AxeBuilder from '@axe-core/playwright';
import { expect, Page, test } from '@playwright/test';

type Violation = { id: string; target: string; summary: string };

/** What the stock Backstage 1.55 breaks by itself, on its own pages as well. Everything else is ours to mend. */
function isOfBackstage({ id, target, summary }: Violation): boolean {
  return (
    // The tabs of the page header name panels that do not exist.
    (id === 'aria-valid-attr-value' && /-tab-/.test(target)) ||
    // `--bui-fg-secondary` on a card of the dark theme, and `--bui-fg-negative` on one of the light theme.
    (id === 'color-contrast' &&
      /(#a3a3a3, background color: #424141|#ec3b18, background color: #ffffff)/.test(
        summary,
      )) ||
    // Links of core-components are not underlined.
    (id === 'link-in-text-block' && /MuiLink/.test(target))
  );
}

async function findViolations(page: Page): Promise<Violation[]> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'])
    .analyze();
  return violations
    .flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary = '' }) => ({
        id,
        target: target.join(' '),
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
