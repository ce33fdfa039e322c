import AxeBuilder from '@axe-core/playwright';
import { expect, Page, test } from '@playwright/test';

type Violation = { id: string; target: string; html: string; summary: string };

/**
 * Pairs of colours that Backstage UI's own tokens make, each within the components of Backstage UI that have them: what we colour
 * ourselves has to do better.
 */
const COLOURS_OF_BACKSTAGE = [
  // `--bui-fg-secondary` on cards of the dark theme.
  {
    foreground: '#a3a3a3',
    background: '#424141',
    within:
      '.bui-Text[data-color="secondary"], .bui-FieldDescription, .bui-FieldSecondaryLabel, .bui-Tab',
  },
  // `--bui-fg-negative`.
  { foreground: '#ec3b18', background: '#ffffff', within: '.bui-FieldError' },
  { foreground: '#ff5a30', background: '#424141', within: '.bui-FieldError' },
  { foreground: '#ec3b18', background: '#ffe2e2', within: '.bui-Button' },
  // The destructive button of the dark theme.
  {
    foreground: '#ffffff',
    background: '#ef4444',
    within: '.bui-Button, .bui-ButtonContent',
  },
];

async function isColouredByBackstage(
  page: Page,
  { target, html, summary }: Violation,
): Promise<boolean> {
  const pair = COLOURS_OF_BACKSTAGE.find(({ foreground, background }) =>
    summary.includes(
      `foreground color: ${foreground}, background color: ${background},`,
    ),
  );
  return (
    pair !== undefined &&
    page.evaluate(
      ([snapshot, selector, components]) => {
        // The page may have gone on since: what it was then counts, as far as the snapshot tells.
        const { body } = new DOMParser().parseFromString(snapshot, 'text/html');
        return (
          body.firstElementChild?.matches(components) ||
          Boolean(document.querySelector(selector)?.closest(components))
        );
      },
      [html, target, pair.within],
    )
  );
}

/** What the stock Backstage 1.55 breaks by itself, on its own pages as well. Everything else is ours to mend. */
async function isOfBackstage(
  page: Page,
  violation: Violation,
): Promise<boolean> {
  const { id, target, html } = violation;
  switch (id) {
    case 'aria-valid-attr-value':
      // The tabs of the page header name panels that do not exist.
      return /-tab-/.test(target) && html.includes('class="bui-Tab ');
    case 'role-img-alt':
      // What React Aria announces after a button was pending.
      return html.includes('aria-labelledby="react-aria');
    case 'color-contrast':
      return isColouredByBackstage(page, violation);
    default:
      return false;
  }
}

async function findViolations(page: Page): Promise<Violation[]> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'])
    .analyze();
  const all = violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, html, failureSummary = '' }) => ({
      id,
      target: target.join(' '),
      html,
      summary: failureSummary,
    })),
  );
  const excused = await Promise.all(
    all.map(violation => isOfBackstage(page, violation)),
  );
  return all.filter((_, index) => !excused[index]);
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
