import { PrincipalAssociation } from '../state/entities';

/** Who makes a request, as AWS would know it after checking the signature. */
export interface Caller {
  accountId: string;
  /** The IAM user or role, such as `arn:aws:iam::123456789012:role/Portal`. */
  principalArn: string;
  /** The same for a user; for a role the session, `arn:aws:sts::…:assumed-role/Portal/name`. */
  sessionArn: string;
}

/**
 * The caller behind an ARN: of an IAM user, an IAM role, or an assumed-role session.
 *
 * @throws Error when the ARN names neither
 */
export function callerFromArn(arn: string): Caller {
  const session = /^arn:aws:sts::(\d{12}):assumed-role\/([^/]+)\/([^/]+)$/.exec(
    arn,
  );
  if (session) {
    const [, accountId, role] = session;
    return {
      accountId,
      principalArn: `arn:aws:iam::${accountId}:role/${role}`,
      sessionArn: arn,
    };
  }
  const principal = /^arn:aws:iam::(\d{12}):(user|role)\/(.+)$/.exec(arn);
  if (!principal) {
    throw new Error(
      `'${arn}' is not the ARN of an IAM user, an IAM role or an assumed-role session`,
    );
  }
  const [, accountId, kind, path] = principal;
  const name = path.split('/').pop();
  return {
    accountId,
    principalArn: arn,
    sessionArn:
      kind === 'user'
        ? arn
        : `arn:aws:sts::${accountId}:assumed-role/${name}/emulator`,
  };
}

/** Whether an association of a portfolio with a principal means the caller. */
export function isMeant(
  { principalArn, principalType }: PrincipalAssociation,
  caller: Caller,
): boolean {
  if (principalType === 'IAM') {
    // An assumed-role session does not tell the role's path, so roles compare by name.
    return (
      principalArn === caller.principalArn ||
      withoutPath(principalArn) === withoutPath(caller.principalArn)
    );
  }
  // `arn:aws:iam:::role/team-*`: no account, wildcards in the resource.
  const pattern = principalArn.split(':').slice(5).join(':');
  const resource = caller.principalArn.split(':').slice(5).join(':');
  return wildcardMatches(pattern, resource);
}

function withoutPath(arn: string): string {
  const [head, ...rest] = arn.split('/');
  return `${head}/${rest.pop() ?? ''}`;
}

/** Matches `*` and `?` without backtracking. */
function wildcardMatches(pattern: string, value: string): boolean {
  let reachable = new Set([0]);
  for (const symbol of pattern) {
    const next = new Set<number>();
    for (const position of reachable) {
      if (symbol === '*') {
        for (let end = position; end <= value.length; end++) {
          next.add(end);
        }
      } else if (symbol === '?' || value[position] === symbol) {
        if (position < value.length) {
          next.add(position + 1);
        }
      }
    }
    reachable = next;
  }
  return reachable.has(value.length);
}
