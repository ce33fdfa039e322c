import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ConfigError, readOrganization } from './config/readOrganization';
import { createApp } from './createApp';
import { ORGANIZATION_FILE, PACKAGE } from './paths';
import { products } from './products';

/* Writes a cloud assembly, for the CDK CLI to deploy. The CDK CLI says by environment variable where it expects it. */
const { values } = parseArgs({
  options: {
    config: { type: 'string', default: ORGANIZATION_FILE },
    output: {
      type: 'string',
      default: process.env.CDK_OUTDIR ?? join(PACKAGE, 'dist/cdk.out'),
    },
  },
});
try {
  const organization = readOrganization(
    values.config,
    products.map(({ key }) => key),
  );
  createApp({ organization, outdir: values.output }).synth();
} catch (error) {
  const isExpected = error instanceof ConfigError || !(error instanceof Error);
  process.stderr.write(`${isExpected ? error : error.stack}\n`);
  process.exitCode = 1;
}
