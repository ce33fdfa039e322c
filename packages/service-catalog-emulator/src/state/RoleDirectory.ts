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

/** What CloudFormation, and engines, say of a launch role that is not there. */
export function cannotBeAssumed(roleArn: string | undefined): string {
  return `Role ${roleArn} is invalid or cannot be assumed`;
}

/** A role that a stack made. */
export interface DeployedRole {
  arn: string;
  /** Whether the stack chose the name, and not CloudFormation. */
  isNamed: boolean;
}

/**
 * The IAM roles there are. In an account for which no role was declared every role exists and can be
 * assumed; where some were declared there are only these, and those that stacks made. Where stacks
 * made roles with names of their own, the launch roles of the account are known too: others do not
 * exist, although they can be assumed.
 */
export class RoleDirectory {
  private readonly byAccount = new Map<string, Map<string, RoleOptions>>();
  private readonly deployedByAccount = new Map<
    string,
    Map<string, DeployedRole>
  >();

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

  /** Adds a role that a stack made. */
  deploy(role: DeployedRole): void {
    const { accountId, name } = parseRoleArn(role.arn)!;
    const ofAccount = this.deployedByAccount.get(accountId) ?? new Map();
    this.deployedByAccount.set(accountId, ofAccount.set(name, role));
  }

  /** The roles that stacks made. */
  deployed(): DeployedRole[] {
    return [...this.deployedByAccount.values()].flatMap(roles => [
      ...roles.values(),
    ]);
  }

  /** Whether the role exists, going by its name: sessions do not tell paths. */
  exists(roleArn: string): boolean {
    const { accountId, name } = parseRoleArn(roleArn) ?? {};
    const deployed = this.deployedByAccount.get(accountId ?? '');
    const isKnown =
      this.byAccount.has(accountId ?? '') ||
      [...(deployed?.values() ?? [])].some(({ isNamed }) => isNamed);
    return isKnown && !deployed?.has(name ?? '')
      ? this.byAccount.get(accountId!)?.has(name!) === true
      : this.find(roleArn) !== undefined;
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
    const isDeployed = this.deployedByAccount
      .get(role.accountId)
      ?.has(role.name);
    return ofAccount && (!isDeployed || ofAccount.has(role.name))
      ? ofAccount.get(role.name)
      : {};
  }
}
