import { spawnSync } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { committedOrganization, synthesize } from './__testUtils__/synthesize';
import { createExternalApp } from './createApp';
import { PACKAGE } from './paths';

// Python starts slowly, and reads the schema of every resource type.
jest.setTimeout(300_000);

/** What is meant to be: dependencies that CDK writes down twice, and a password that the developer chooses. */
const IGNORED = ['W3005', 'W1011'];

const isInstalled = spawnSync('cfn-lint', ['--version']).status === 0;
const isWanted = isInstalled || process.env.REQUIRE_CFN_LINT;
const describeByLinter = isWanted ? describe : describe.skip;
const absence = isWanted ? '' : ' (NOT RUN: cfn-lint is not installed)';

function lint(files: string[], ignored: string[] = []) {
  const { status, stdout, error } = spawnSync(
    'cfn-lint',
    [
      ...['--format', 'parseable'],
      // Given here, they take the place of those that a template names.
      ...(ignored.length > 0 ? ['--ignore-checks', ...ignored] : []),
      ...['--', ...files],
    ],
    { encoding: 'utf8' },
  );
  if (error) {
    throw error;
  }
  return { status, stdout };
}

describeByLinter(`cfn-lint${absence}`, () => {
  it('has nothing to say about any template, those of StackSets included', () => {
    const organization = committedOrganization();
    const { folder, template } = synthesize(organization);
    const stackSets = ['Roles', 'Catalog'].flatMap(stack =>
      Object.entries(
        template(stack).findResources('AWS::CloudFormation::StackSet'),
      ).map(([id, { Properties }]) => {
        const file = join(folder, `${id}.template.json`);
        writeFileSync(file, Properties.TemplateBody);
        return file;
      }),
    );
    expect(stackSets).toHaveLength(6);
    const external = synthesize(organization, createExternalApp).folder;
    const files = [folder, external].flatMap(written =>
      readdirSync(written)
        .filter(name => name.endsWith('.template.json'))
        .map(name => join(written, name)),
    );
    expect(lint(files, IGNORED)).toEqual({ status: 0, stdout: '' });
    const byHand = [
      'launch-failure-example.yaml',
      'published/sns-topic/1.0.yaml',
    ].map(name => join(PACKAGE, 'templates', name));
    expect(lint(byHand)).toEqual({ status: 0, stdout: '' });
  });

  it('would say something', () => {
    const { folder } = synthesize(committedOrganization());
    const file = join(folder, 'planted.template.json');
    writeFileSync(
      file,
      JSON.stringify({
        Resources: { Queue: { Type: 'AWS::SQS::Queue', Properties: { A: 1 } } },
      }),
    );
    expect(lint([file]).stdout).toMatch(/E3002/);
  });
});
