import { readFileSync } from 'node:fs';
import path from 'node:path';
import {
  describeWithReference,
  readServiceCatalogModel,
} from '../__testUtils__/reference';
import { operations } from './index';

const PARITY = readFileSync(path.resolve(__dirname, '../../PARITY.md'), 'utf8');
const listed = [...PARITY.matchAll(/^\| `(\w+)` +\| (yes|no) +\|/gm)].map(
  ([, name, implemented]) => ({ name, implemented: implemented === 'yes' }),
);

describe('PARITY.md', () => {
  it('lists as implemented exactly what is', () => {
    expect(
      listed.filter(({ implemented }) => implemented).map(({ name }) => name),
    ).toEqual([...operations.keys()].sort());
    expect(PARITY).toContain(
      `${listed.length} operations; this emulator implements ${operations.size} of them`,
    );
  });

  describeWithReference('aws-models', 'with AWS’s model', location => {
    it('lists every operation there is', () => {
      const model = readServiceCatalogModel(location);
      expect(listed.map(({ name }) => name)).toEqual(
        Object.keys(model.operations).sort(),
      );
    });
  });
});
