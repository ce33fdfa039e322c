import { alphanumericDigest } from './ids';

/**
 * An account of the organisation.
 *
 * @public
 */
export interface OrganizationAccount {
  /** 12 digits. */
  id: string;
  /** Default: the id. */
  name?: string;
  /** Default: made up from the id. */
  email?: string;
  /** Shares do not reach suspended accounts. Default: ACTIVE. */
  status?: 'ACTIVE' | 'SUSPENDED';
}

/**
 * An organisational unit, with what is under it.
 *
 * @public
 */
export interface OrganizationalUnit {
  name: string;
  /** Such as `ou-ab12-cd34ef56`. Default: derived from the names on the way to it. */
  id?: string;
  /** Accounts, or only their ids. */
  accounts?: (OrganizationAccount | string)[];
  organizationalUnits?: OrganizationalUnit[];
}

/**
 * An organisation of AWS Organizations.
 *
 * @public
 */
export interface OrganizationOptions {
  /** Such as `o-a1b2c3d4e5`. Default: derived from the management account. */
  id?: string;
  /** The management account; it need not be listed among the accounts. */
  managementAccountId: string;
  /** Accounts directly under the root, or only their ids. */
  accounts?: (OrganizationAccount | string)[];
  organizationalUnits?: OrganizationalUnit[];
  /** Member accounts that administer Service Catalog for the organisation. */
  delegatedAdministrators?: string[];
  /** Whether Service Catalog may share with it from the start. Default: false. */
  serviceCatalogAccess?: boolean;
}

interface Member extends Required<OrganizationAccount> {
  /** Ids of the organisation, of every unit above the account, and of the account itself. */
  nodes: ReadonlySet<string>;
}

const ACCOUNT_ID = /^\d{12}$/;
const ORGANIZATION_ID = /^o-[a-z0-9]{10,32}$/;
const UNIT_ID = /^ou-[0-9a-z]{4,32}-[a-z0-9]{8,32}$/;

/** An organisation as it was given, with every default filled in. */
export class Organization {
  readonly id: string;
  readonly managementAccountId: string;
  /** Whether sharing is enabled from the start. */
  readonly serviceCatalogAccess: boolean;
  /** Names of the organisational units by id. */
  readonly units = new Map<string, string>();
  private readonly membersById = new Map<string, Member>();
  private readonly delegated: ReadonlySet<string>;
  private readonly rootSuffix: string;

  /** @throws Error naming the member of the options that is wrong */
  constructor(options: OrganizationOptions) {
    const { managementAccountId } = options;
    check(ACCOUNT_ID, managementAccountId, 'managementAccountId');
    this.managementAccountId = managementAccountId;
    this.id =
      options.id ??
      `o-${alphanumericDigest(10, 'organization', managementAccountId)}`;
    check(ORGANIZATION_ID, this.id, 'id');
    this.rootSuffix = alphanumericDigest(4, 'root', this.id);
    this.serviceCatalogAccess = options.serviceCatalogAccess ?? false;

    this.addAccounts(options.accounts ?? [], 'accounts', [this.id]);
    this.addUnits(
      options.organizationalUnits ?? [],
      'organizationalUnits',
      [this.id],
      [],
    );
    if (!this.has(managementAccountId)) {
      this.addAccounts([managementAccountId], 'managementAccountId', [this.id]);
    }
    const delegated = options.delegatedAdministrators ?? [];
    delegated.forEach((accountId, index) => {
      if (!this.has(accountId)) {
        throw new Error(
          `organization.delegatedAdministrators[${index}]: ${accountId} is no account of the organization`,
        );
      }
    });
    this.delegated = new Set(delegated);
  }

  /** ARN of the organisation. */
  get arn(): string {
    return `arn:aws:organizations::${this.managementAccountId}:organization/${this.id}`;
  }

  /** All accounts, in order of their ids. */
  get accounts(): Member[] {
    return [...this.membersById.values()].sort((a, b) =>
      a.id < b.id ? -1 : 1,
    );
  }

  /** Whether any account but the management account administers Service Catalog. */
  get hasDelegatedAdministrators(): boolean {
    return this.delegated.size > 0;
  }

  /** Whether the account is a member. */
  has(accountId: string): boolean {
    return this.membersById.has(accountId);
  }

  /** Whether the account may share with nodes of the organisation. */
  isAdministrator(accountId: string): boolean {
    return (
      accountId === this.managementAccountId || this.delegated.has(accountId)
    );
  }

  /** Whether the node is the organisation, a unit above the account, or the account itself. */
  isUnder(accountId: string, nodeId: string): boolean {
    return this.membersById.get(accountId)?.nodes.has(nodeId) ?? false;
  }

  /** Accounts under the organisation, a unit, or an account. */
  accountsUnder(nodeId: string): Member[] {
    return this.accounts.filter(({ nodes }) => nodes.has(nodeId));
  }

  private addAccounts(
    accounts: (OrganizationAccount | string)[],
    where: string,
    above: string[],
  ): void {
    accounts.forEach((given, index) => {
      const account = typeof given === 'string' ? { id: given } : given;
      const { id } = account;
      check(ACCOUNT_ID, id, `${where}[${index}]`);
      if (this.has(id)) {
        throw new Error(
          `organization.${where}[${index}]: account ${id} is listed twice`,
        );
      }
      this.membersById.set(id, {
        name: id,
        email: `aws+${id}@example.com`,
        status: 'ACTIVE',
        ...account,
        nodes: new Set([...above, id]),
      });
    });
  }

  private addUnits(
    units: OrganizationalUnit[],
    where: string,
    above: string[],
    names: string[],
  ): void {
    units.forEach((unit, index) => {
      const path = `${where}[${index}]`;
      const unitNames = [...names, unit.name];
      const id =
        unit.id ??
        `ou-${this.rootSuffix}-${alphanumericDigest(8, this.id, ...unitNames)}`;
      check(UNIT_ID, id, `${path}.id`);
      if (this.units.has(id)) {
        throw new Error(
          `organization.${path}: organizational unit ${unit.name} is listed twice`,
        );
      }
      this.units.set(id, unit.name);
      this.addAccounts(unit.accounts ?? [], `${path}.accounts`, [...above, id]);
      this.addUnits(
        unit.organizationalUnits ?? [],
        `${path}.organizationalUnits`,
        [...above, id],
        unitNames,
      );
    });
  }
}

function check(pattern: RegExp, value: string, where: string): void {
  if (!pattern.test(value)) {
    throw new Error(
      `organization.${where}: '${value}' does not match ${pattern.source}`,
    );
  }
}
