import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { createDocument } from '../src/openapi/createDocument';

// Run by `yarn generate-openapi` after a change of the schemas in the common package.
writeFileSync(
  resolve(__dirname, '../src/openapi/openapi.json'),
  `${JSON.stringify(createDocument(), undefined, 2)}\n`,
);
