import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { committedOrganization, synthesize } from '../__testUtils__/synthesize';
import { ASKED_BY_AWS, PORTAL_ACTIONS } from './portalActions';

const BACKEND = dirname(
  require.resolve('backstage-plugin-aws-service-catalog-backend/package.json'),
);
const AWS = join(BACKEND, 'src/aws');

const actions = Object.values(PORTAL_ACTIONS).flat().sort();

/** The prefixes of IAM, by the SDK's client. Costs are read with a role of the payer account, and STS answers everybody. */
const prefixes: Record<string, string> = {
  'client-service-catalog': 'servicecatalog',
  'client-cloudformation': 'cloudformation',
};

/** The actions that a file of the backend asks AWS for. */
function actionsOf(source: string): string[] {
  const [, client = ''] = /@aws-sdk\/(client-[\w-]+)/.exec(source) ?? [];
  return [...source.matchAll(/new (\w+)Command\(/g)].flatMap(([, name]) =>
    prefixes[client] ? `${prefixes[client]}:${name}` : [],
  );
}

// Synthesizing everything takes seconds, on a busy machine more.
jest.setTimeout(120_000);

describe("the portal's role", () => {
  it('may do exactly what the code of the backend says it asks of AWS', () => {
    const asked = readdirSync(AWS, { recursive: true, encoding: 'utf8' })
      .filter(name => name.endsWith('.ts') && !name.endsWith('.test.ts'))
      .flatMap(name => actionsOf(readFileSync(join(AWS, name), 'utf8')));
    expect([...new Set([...asked, ...ASKED_BY_AWS])].sort()).toEqual(actions);
  });

  it('trusts Backstage with the external id of the account, and nobody else', () => {
    const roles = synthesize(committedOrganization()).template('Roles');
    const [role] = Object.values(
      roles.findResources('AWS::IAM::Role', {
        Properties: { RoleName: 'BackstagePortal' },
      }),
    );
    expect(role.Properties.AssumeRolePolicyDocument.Statement).toEqual([
      {
        Effect: 'Allow',
        Action: 'sts:AssumeRole',
        Principal: { AWS: 'arn:aws:iam::999999999999:role/Backstage' },
        Condition: {
          StringEquals: {
            'sts:ExternalId': {
              'Fn::Join': ['', ['portal-', { Ref: 'AWS::AccountId' }]],
            },
          },
        },
      },
    ]);
    const allowed = role.Properties.Policies.flatMap(
      (policy: {
        PolicyDocument: { Statement: { Action: string | string[] }[] };
      }) => policy.PolicyDocument.Statement.flatMap(({ Action }) => Action),
    );
    expect(allowed.sort()).toEqual(actions);
    expect(role.Properties.ManagedPolicyArns).toBeUndefined();
  });
});
