/** @jest-environment node */
import { build, Metafile, Plugin } from 'esbuild';
import { resolve } from 'path';
import { gzipSync } from 'zlib';

const LIMIT = 25_000;

/** What every portal that shows entity pages has loaded already: Backstage, React and what Backstage's own pages are made of. */
const inEveryPortal: Plugin = {
  name: 'in-every-portal',
  setup(plugin) {
    plugin.onResolve(
      { filter: /^(@backstage\/|@remixicon\/|react(-dom|-router-dom)?(\/|$))/ },
      ({ path }) => ({ path, external: true }),
    );
  },
};

type Output = Metafile['outputs'][string];

/** The chunks that load with one of them, because they are imported and not loaded on demand. */
function loadedWith(outputs: Record<string, Output>, start: string) {
  const loaded = new Set<string>();
  const visit = (path: string) => {
    if (!loaded.has(path)) {
      loaded.add(path);
      outputs[path].imports
        .filter(
          ({ kind, external }) => kind === 'import-statement' && !external,
        )
        .forEach(imported => visit(imported.path));
    }
  };
  visit(start);
  return loaded;
}

describe('the JavaScript of the plugin', () => {
  it(`is under ${LIMIT} bytes (gzip) on an entity page while the tab is closed`, async () => {
    const { metafile, outputFiles } = await build({
      absWorkingDir: resolve(__dirname, '..'),
      entryPoints: ['src/index.ts'],
      outdir: 'dist',
      bundle: true,
      splitting: true,
      minify: true,
      metafile: true,
      write: false,
      format: 'esm',
      jsx: 'automatic',
      loader: { '.css': 'empty' },
      logLevel: 'silent',
      plugins: [inEveryPortal],
    });
    const sizes = new Map(
      outputFiles.map(({ path, contents }) => [
        path,
        gzipSync(contents).length,
      ]),
    );
    const find = (entryPoint: string) =>
      Object.entries(metafile.outputs).find(
        ([, output]) => output.entryPoint === entryPoint,
      )![0];
    // The card on the overview loads at once, the tab only when it is opened.
    const chunks = new Set([
      ...loadedWith(metafile.outputs, find('src/index.ts')),
      ...loadedWith(
        metafile.outputs,
        find('src/components/entity/EntityAwsCard.tsx'),
      ),
    ]);
    const total = [...chunks]
      .map(path => sizes.get(resolve(__dirname, '..', path)) ?? NaN)
      .reduce((sum, size) => sum + size, 0);
    expect(total).toBeGreaterThan(0);
    expect(total).toBeLessThan(LIMIT);

    const modules = [...chunks].flatMap(path =>
      Object.keys(metafile.outputs[path].inputs),
    );
    expect(
      modules.filter(path => /node_modules\/(zod|re2js)\//.test(path)),
    ).toEqual([]);
    // Otherwise the line above would say nothing.
    const all = Object.keys(metafile.inputs);
    expect(all.some(path => path.includes('node_modules/re2js/'))).toBe(true);
  });
});
