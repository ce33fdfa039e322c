/**
 * Proves that what npm users get of each published package is complete.
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

const published = ['plugins', 'packages']
  .flatMap(parent =>
    readdirSync(`${ROOT}/${parent}`).map(n => `${parent}/${n}`),
  )
  .filter(folder => {
    const text = readFileSync(`${ROOT}/${folder}/package.json`, 'utf8');
    return !JSON.parse(text).private;
  });

describe('published packages', () => {
  it('are those of the plugin family and the emulator', () => {
    assert.ok(published.length >= 6, published.join());
  });

  for (const folder of published) {
    it(`${folder} is packed with its licence, which is that of the repository, and its README`, () => {
      // Only lists the files; the scripts around packing would rewrite package.json.
      const output = execFileSync(
        'npm',
        ['pack', '--dry-run', '--json', '--ignore-scripts'],
        { cwd: `${ROOT}/${folder}`, encoding: 'utf8', stdio: 'pipe' },
      );
      const [{ files }] = JSON.parse(output);
      const packed = files.map(({ path }) => path);
      assert.ok(packed.includes('LICENSE'), 'no LICENSE');
      assert.ok(packed.includes('README.md'), 'no README.md');
      assert.equal(
        readFileSync(`${ROOT}/${folder}/LICENSE`, 'utf8'),
        readFileSync(`${ROOT}/LICENSE`, 'utf8'),
      );
    });
  }
});
