import { parseTemplate, Template } from '../cloudformation/template';
import { AccountState, AccountStateData, Surroundings } from './AccountState';
import { templateOf } from '../engines/declarations';
import { AssumedRoleSession, EngineDeclaration } from './entities';
import { hexDigest, IdGenerator } from './ids';
import { Organization } from './Organization';
import { DeployedRole, RoleDirectory, RoleOptions } from './RoleDirectory';
import { SharedTexts } from './SharedTexts';

/** {@link World} as a snapshot holds it. */
export interface WorldData {
  idSeed: string;
  idCount: number;
  /** Template texts by digest, kept once however many versions use them. */
  templates: { [digest: string]: string };
  /** What engines read from versions, by digest. */
  declarations: { [digest: string]: EngineDeclaration };
  sessions: AssumedRoleSession[];
  /** IAM roles that stacks made. */
  roles: DeployedRole[];
  accounts: AccountStateData[];
  /** Whether Service Catalog may share with the organisation. */
  organizationsAccess: boolean;
}

/** What surrounds the catalogs. Given anew at every start, so no part of a snapshot. */
export interface WorldOptions {
  organization?: Organization;
  /** IAM roles by ARN; where some are given for an account, there are no others but those of stacks. */
  roles?: { [roleArn: string]: RoleOptions };
}

/** All accounts and Regions the emulator knows, each with a state of its own. */
export class World implements Surroundings {
  readonly sessions = new Map<string, AssumedRoleSession>();
  private readonly accounts = new Map<string, AccountState>();
  private readonly templateTexts = new Map<string, string>();
  private readonly declarations = new Map<string, EngineDeclaration>();
  private readonly parsedTemplates = new Map<string, Template>();

  /** Texts that many provisioned products have. */
  readonly texts = new SharedTexts();
  readonly organization: Organization | undefined;
  readonly roles: RoleDirectory;
  organizationsAccess: boolean;
  seenUntil = Infinity;

  constructor(readonly ids: IdGenerator, options: WorldOptions = {}) {
    this.organization = options.organization;
    this.roles = new RoleDirectory(options.roles);
    this.organizationsAccess =
      options.organization?.serviceCatalogAccess ?? false;
  }

  /** Rebuilds a world from a snapshot. */
  static fromData(data: WorldData, options: WorldOptions): World {
    const world = new World(
      new IdGenerator(data.idSeed, data.idCount),
      options,
    );
    world.organizationsAccess = data.organizationsAccess;
    for (const [digest, text] of Object.entries(data.templates)) {
      world.templateTexts.set(digest, text);
    }
    for (const [digest, declaration] of Object.entries(data.declarations)) {
      world.declarations.set(digest, declaration);
    }
    data.roles.forEach(role => world.roles.deploy(role));
    data.sessions.forEach(session =>
      world.sessions.set(session.accessKeyId, session),
    );
    for (const account of data.accounts) {
      world.accounts.set(
        `${account.accountId}/${account.region}`,
        AccountState.fromData(account, world),
      );
    }
    return world;
  }

  /** The world as a snapshot holds it. */
  toData(): WorldData {
    return {
      idSeed: this.ids.seed,
      idCount: this.ids.count,
      templates: Object.fromEntries(this.templateTexts),
      declarations: Object.fromEntries(this.declarations),
      sessions: [...this.sessions.values()],
      roles: this.roles.deployed(),
      accounts: [...this.accounts.values()].map(account => account.toData()),
      organizationsAccess: this.organizationsAccess,
    };
  }

  /** The state of an account in a Region; empty when nobody has used it yet. */
  account(accountId: string, region: string): AccountState {
    const key = `${accountId}/${region}`;
    let account = this.accounts.get(key);
    if (!account) {
      account = new AccountState(accountId, region, this);
      this.accounts.set(key, account);
    }
    return account;
  }

  *accountsIn(region: string): Iterable<AccountState> {
    for (const account of this.accounts.values()) {
      if (account.region === region) {
        yield account;
      }
    }
  }

  /** The states of all accounts in all Regions. */
  states(): Iterable<AccountState> {
    return this.accounts.values();
  }

  /** Applies everything that has ended by now, in every account. */
  settle(now: number): boolean {
    let changed = false;
    for (const account of this.accounts.values()) {
      changed = account.settle(now) || changed;
    }
    return changed;
  }

  /**
   * Keeps a template's text.
   *
   * @returns its digest
   * @throws TemplateError when CloudFormation would refuse the template
   */
  addTemplate(text: string): string {
    const digest = hexDigest(32, 'template', text);
    if (!this.templateTexts.has(digest)) {
      this.parsedTemplates.set(digest, parseTemplate(text));
      this.templateTexts.set(digest, text);
    }
    return digest;
  }

  /**
   * Keeps what an engine reads from a version.
   *
   * @returns its digest
   */
  addDeclaration(declaration: EngineDeclaration): string {
    const digest = hexDigest(32, 'declaration', JSON.stringify(declaration));
    this.declarations.set(digest, declaration);
    return digest;
  }

  /** The text of the template with that digest. */
  templateText(digest: string): string {
    const text = this.templateTexts.get(digest);
    if (text === undefined) {
      throw new Error(`No template with digest ${digest}`);
    }
    return text;
  }

  /** The parsed template with that digest; a declaration in the form of one. */
  template(digest: string): Template {
    let template = this.parsedTemplates.get(digest);
    if (!template) {
      const declaration = this.declarations.get(digest);
      template = declaration
        ? templateOf(declaration)
        : parseTemplate(this.templateText(digest));
      this.parsedTemplates.set(digest, template);
    }
    return template;
  }
}
