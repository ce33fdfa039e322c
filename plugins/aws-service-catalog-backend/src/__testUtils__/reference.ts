import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** AWS's "Service Catalog reference architectures", beside the repository; not part of it, so they may be absent. */
const folder = resolve(__dirname, '../../../../../shared/templates');

function readProductTemplates(): Record<string, string> {
  const texts = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(path => /\.(json|ya?ml)$/.test(path))
    .sort()
    .map(path => [path, readFileSync(join(folder, path), 'utf8')] as const);
  return Object.fromEntries(
    // The others set up Service Catalog itself.
    texts.filter(([, text]) => !text.includes('AWS::ServiceCatalog::')),
  );
}

/**
 * A describe block that needs the reference templates. Where they are absent one skipped test says so; with
 * `REQUIRE_REFERENCE=1` their absence is a failure.
 *
 * @param block - receives the texts of the product templates by path, such as `s3/sc-s3-public-ra.json`
 */
export function describeWithReference(
  title: string,
  block: (templates: Record<string, string>) => void,
): void {
  if (existsSync(folder)) {
    describe(title, () => block(readProductTemplates()));
  } else if (process.env.REQUIRE_REFERENCE) {
    it(`${title} needs ${folder}`, () => {
      throw new Error(`${folder} is absent`);
    });
  } else {
    it.skip(`${title} (NOT RUN: ${folder} is absent)`, () => {});
  }
}
