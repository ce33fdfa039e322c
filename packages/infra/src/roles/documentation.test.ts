import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PACKAGE } from '../paths';
import { PORTAL_ACTIONS } from './portalActions';

it("docs/iam.md lists the actions of the portal's role, by the same statements", () => {
  const text = readFileSync(join(PACKAGE, '../../docs/iam.md'), 'utf8');
  const [, policy] = /```json\n([^]*?)```/.exec(text)!;
  const { Statement } = JSON.parse(policy) as {
    Statement: { Sid: string; Action: string[] }[];
  };
  const sorted = (entries: [string, readonly string[]][]) =>
    Object.fromEntries(
      entries.map(([sid, actions]) => [sid, [...actions].sort()]),
    );
  expect(
    sorted(Statement.map(({ Sid, Action }) => [Sid, [Action].flat()])),
  ).toEqual(sorted(Object.entries(PORTAL_ACTIONS)));
});
