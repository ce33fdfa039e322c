import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ConfigError, readOrganization } from './config/readOrganization';
import { createApp, createExternalApp } from './createApp';
import { emulatorOrganization } from './emulatorOrganization';
import { ORGANIZATION_FILE, PACKAGE } from './paths';
import { products } from './products';

/*
 * Writes a cloud assembly, for the CDK CLI to deploy: of the organisation, or with --external what accounts outside of it
 * deploy themselves. The CDK CLI says by an environment variable where it expects it. With --emulator-organization it also
 * writes what the emulator has to know about the accounts.
 */
const { values } = parseArgs({
  options: {
    config: { type: 'string', default: ORGANIZATION_FILE },
    external: { type: 'boolean', default: false },
    output: { type: 'string', default: process.env.CDK_OUTDIR },
    'emulator-organization': { type: 'string' },
  },
});
try {
  const organization = readOrganization(
    values.config,
    products.map(({ key }) => key),
  );
  const folder = values.external ? 'dist/cdk-external.out' : 'dist/cdk.out';
  const outdir = values.output ?? join(PACKAGE, folder);
  const create = values.external ? createExternalApp : createApp;
  create({ organization, outdir }).synth();
  const { 'emulator-organization': file } = values;
  if (file !== undefined) {
    const content = emulatorOrganization(organization);
    writeFileSync(file, `${JSON.stringify(content, undefined, 2)}\n`);
  }
} catch (error) {
  const isExpected = error instanceof ConfigError || !(error instanceof Error);
  process.stderr.write(`${isExpected ? error : error.stack}\n`);
  process.exitCode = 1;
}
