/**
 * An IAM role, as far as it matters here.
 *
 * @public
 */
export interface RoleOptions {
  /** External id that its trust policy asks for. */
  externalId?: string;
  /** Accounts, or ARNs of principals, that may assume it. Default: everybody. */
  trusted?: string[];
}

const ROLE_ARN = /^arn:aws:iam::(\d{12}):role\/(?:.*\/)?([^/]+)$/;

/** Account and name of the role an ARN names; absent when it is no role's ARN. */
export function parseRoleArn(
  arn: string,
): { accountId: string; name: string } | undefined {
  const [, accountId, name] = ROLE_ARN.exec(arn) ?? [];
  return accountId === undefined ? undefined : { accountId, name };
}

/**
 * The IAM roles there are. In an account for which no role was declared every role exists and can
 * be assumed; where some were declared there are no others.
 */
export class RoleDirectory {
  private readonly byAccount = new Map<string, Map<string, RoleOptions>>();

  /** @throws Error when something other than a role's ARN is declared */
  constructor(roles: { [roleArn: string]: RoleOptions } = {}) {
    for (const [arn, options] of Object.entries(roles)) {
      const role = parseRoleArn(arn);
      if (!role) {
        throw new Error(`roles: '${arn}' is not the ARN of an IAM role`);
      }
      const ofAccount = this.byAccount.get(role.accountId) ?? new Map();
      this.byAccount.set(role.accountId, ofAccount.set(role.name, options));
    }
  }

  /** Whether the role exists, going by its name: sessions do not tell paths. */
  exists(roleArn: string): boolean {
    return this.find(roleArn) !== undefined;
  }

  /**
   * Whether the role's trust policy lets the caller in.
   *
   * @param caller - account and ARNs of who asks
   */
  allows(
    roleArn: string,
    caller: { accountId: string; principalArn: string; sessionArn: string },
    externalId: string | undefined,
  ): boolean {
    const role = this.find(roleArn);
    if (!role) {
      return false;
    }
    const { trusted } = role;
    const isTrusted =
      trusted === undefined ||
      [
        caller.accountId,
        `arn:aws:iam::${caller.accountId}:root`,
        caller.principalArn,
        caller.sessionArn,
      ].some(identity => trusted.includes(identity));
    return (
      isTrusted &&
      (role.externalId === undefined || role.externalId === externalId)
    );
  }

  private find(roleArn: string): RoleOptions | undefined {
    const role = parseRoleArn(roleArn);
    if (!role) {
      return undefined;
    }
    const ofAccount = this.byAccount.get(role.accountId);
    return ofAccount ? ofAccount.get(role.name) : {};
  }
}
