import { cpSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { readOrganization } from '../config/readOrganization';
import type { Organization } from '../config/organization';
import { AppOptions, createApp } from '../createApp';
import { ORGANIZATION_FILE, SNAPSHOTS } from '../paths';
import { products } from '../products';

/** What the app writes. */
export interface Synthesized {
  folder: string;
  /** The templates of product versions, as they are after it: a copy of those that are committed, and what was added. */
  snapshots: string;
  /** The template of a stack. */
  template(stack: string): Template;
  /** Findings of cdk-nag that nobody acknowledged. */
  violations: unknown[];
}

/** The configuration that is committed, to be changed by a test. */
export function committedOrganization(): Organization {
  return readOrganization(
    ORGANIZATION_FILE,
    products.map(({ key }) => key),
  );
}

/**
 * Synthesizes the app, or the one for accounts outside the organisation.
 *
 * The CDK writes each version's template anew even when it has not changed. A copy of them keeps test files that run at
 * the same time from reading each other's half-written ones.
 *
 * @throws Error when cdk-nag has findings, or a version's template has changed
 */
export function synthesize(
  organization: Organization,
  create: (options: AppOptions & { snapshots: string }) => App = createApp,
): Synthesized {
  const folder = mkdtempSync(join(tmpdir(), 'infra-'));
  const snapshots = mkdtempSync(join(tmpdir(), 'infra-snapshots-'));
  cpSync(SNAPSHOTS, snapshots, { recursive: true });
  create({ organization, outdir: folder, snapshots }).synth();
  const read = (file: string) =>
    JSON.parse(readFileSync(join(folder, file), 'utf8'));
  return {
    folder,
    snapshots,
    template: stack => Template.fromJSON(read(`${stack}.template.json`)),
    violations: read('validation-report.json').pluginReports.flatMap(
      (report: { pluginName: string; violations: unknown[] }) =>
        report.pluginName === 'AwsSolutions' ? report.violations : [],
    ),
  };
}
