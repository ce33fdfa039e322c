import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { committedOrganization, synthesize } from '../__testUtils__/synthesize';
import { PORTAL_ACTIONS } from './portalActions';

const BACKEND = dirname(
  require.resolve('backstage-plugin-aws-service-catalog-backend/package.json'),
);
const AWS = join(BACKEND, 'src/aws');

const actions = Object.values(PORTAL_ACTIONS).flat().sort();

// Synthesizing everything takes seconds, on a busy machine more.
jest.setTimeout(120_000);

describe("the portal's role", () => {
  it('may do exactly what the code of the backend says it asks of AWS', () => {
    const source = readdirSync(AWS, { recursive: true, encoding: 'utf8' })
      .filter(name => name.endsWith('.ts') && !name.endsWith('.test.ts'))
      .map(name => readFileSync(join(AWS, name), 'utf8'))
      .join('\n');
    const operations = new Set(
      [...source.matchAll(/new (\w+)Command\(/g)].map(([, name]) => name),
    );
    // STS answers it to everybody.
    expect(operations.delete('GetCallerIdentity')).toBe(true);
    expect(
      [...operations].map(name => `servicecatalog:${name}`).sort(),
    ).toEqual(actions);
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
