import { Knex } from 'knex';
import {
  AuthService,
  BackstageCredentials,
  HttpAuthService,
  PermissionsRegistryService,
  PermissionsService,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import {
  AuthorizeResult,
  ResourcePermission,
} from '@backstage/plugin-permission-common';
import {
  createConditionTransformer,
  PermissionResourceRef,
} from '@backstage/plugin-permission-node';
import {
  awsServiceCatalogOrderPermissionResourceRef,
  awsServiceCatalogProductPermissionResourceRef,
  awsServiceCatalogProvisionedProductPermissionResourceRef,
  PermissionFilter,
} from 'backstage-plugin-aws-service-catalog-node';
import { PluginConfig } from './config';
import { PolicyConditions } from './database/conditions';

/** Who calls, worked out from the credentials and never from input. */
export type Caller = {
  credentials: BackstageCredentials;
  principal: 'user' | 'service';
  /** Absent for a service. */
  userEntityRef?: string;
  /** The user and the groups the user belongs to; empty for a service. */
  ownershipEntityRefs: readonly string[];
  isOperator: boolean;
  /**
   * The targets that serve the caller, each with those of the caller's {@link Caller.ownershipEntityRefs} that it serves.
   * Operators and services have every target, if only to read it.
   */
  targets: ReadonlyMap<string, readonly string[]>;
};

/** A caller who is a user: only users may change anything. */
export type UserCaller = Caller & { principal: 'user'; userEntityRef: string };

/** A user whose credentials are not at hand, for example one who is to be told of something. */
export type KnownUser = Omit<UserCaller, 'credentials'>;

/** Works out who makes a request. */
export type CallerOf = (
  request: Parameters<HttpAuthService['credentials']>[0],
) => Promise<Caller>;

/** The columns that the built-in floor looks at. */
export type FloorColumns = {
  target: string;
  owner: string;
  requester: string;
  /** Adds a condition that is true when one of the refs is an approver. */
  approver?: (query: Knex.QueryBuilder, refs: readonly string[]) => void;
  /** Whether operators see what is in targets that are not configured any more: orders have to be seen to their ends. */
  outlivesTargets?: boolean;
};

const resourceRefs = {
  [awsServiceCatalogProductPermissionResourceRef.resourceType]:
    awsServiceCatalogProductPermissionResourceRef,
  [awsServiceCatalogOrderPermissionResourceRef.resourceType]:
    awsServiceCatalogOrderPermissionResourceRef,
  [awsServiceCatalogProvisionedProductPermissionResourceRef.resourceType]:
    awsServiceCatalogProvisionedProductPermissionResourceRef,
};

/**
 * The one check of who may do what: a built-in floor that holds under any permission policy, and the policy, which can only
 * narrow it.
 */
export class Authorizer {
  constructor(
    private readonly options: {
      config: PluginConfig;
      auth: AuthService;
      userInfo: UserInfoService;
      permissions: PermissionsService;
      permissionsRegistry: PermissionsRegistryService;
    },
  ) {}

  /**
   * Works out who calls.
   *
   * @throws NotAllowedError when the credentials are neither a user's nor those of a service that may read
   */
  async resolveCaller(credentials: BackstageCredentials): Promise<Caller> {
    const { auth, config, userInfo } = this.options;
    if (auth.isPrincipal(credentials, 'user')) {
      const { userEntityRef, ownershipEntityRefs } = await userInfo.getUserInfo(
        credentials,
      );
      return {
        credentials,
        ...this.describeUser(userEntityRef, ownershipEntityRefs),
      };
    }
    if (auth.isPrincipal(credentials, 'service')) {
      const { subject } = credentials.principal;
      if (!config.readers.includes(subject)) {
        throw new NotAllowedError(
          `Service ${subject} may not read here: it is not among awsServiceCatalog.readers`,
        );
      }
      return {
        credentials,
        principal: 'service',
        ownershipEntityRefs: [],
        isOperator: false,
        targets: this.targetsOf([], true),
      };
    }
    throw new NotAllowedError(
      'This needs the credentials of a user or service',
    );
  }

  /**
   * What a user may see under the built-in floor.
   *
   * @param teams - full entity refs of the groups that the user belongs to
   */
  describeUser(userEntityRef: string, teams: readonly string[]): KnownUser {
    const refs = [...new Set([userEntityRef, ...teams])];
    const { operators } = this.options.config;
    const isOperator = refs.some(ref => operators.includes(ref));
    return {
      principal: 'user',
      userEntityRef,
      ownershipEntityRefs: refs,
      isOperator,
      targets: this.targetsOf(refs, isOperator),
    };
  }

  /**
   * What the permission policy allows the caller about a kind of resource.
   *
   * @param permission - one whose resource type is ours
   */
  async getPolicy<TField extends string>(
    permission: ResourcePermission,
    caller: Caller,
  ): Promise<PolicyConditions<TField>> {
    const { permissions, permissionsRegistry } = this.options;
    const [decision] = await permissions.authorizeConditional(
      [{ permission }],
      {
        credentials: caller.credentials,
      },
    );
    if (decision.result !== AuthorizeResult.CONDITIONAL) {
      const allowed = decision.result === AuthorizeResult.ALLOW;
      return { result: allowed ? 'allow' : 'deny' };
    }
    const resourceRef = resourceRefs[
      permission.resourceType as keyof typeof resourceRefs
    ] as PermissionResourceRef<unknown, PermissionFilter<TField>>;
    const transform = createConditionTransformer(
      permissionsRegistry.getPermissionRuleset(resourceRef),
    );
    return { result: 'conditional', criteria: transform(decision.conditions) };
  }

  private targetsOf(
    refs: readonly string[],
    every: boolean,
  ): ReadonlyMap<string, readonly string[]> {
    return new Map(
      this.options.config.targets
        .map(
          ({ name, owners }) =>
            [name, refs.filter(ref => owners.includes(ref))] as const,
        )
        .filter(([, served]) => every || served.length > 0),
    );
  }
}

/**
 * Makes sure that the caller is a user.
 *
 * @throws NotAllowedError
 */
export function assertUser(caller: Caller): asserts caller is UserCaller {
  if (caller.principal !== 'user' || !caller.userEntityRef) {
    throw new NotAllowedError(
      'Every change needs a user: act on behalf of one instead of as a service',
    );
  }
}

/**
 * Adds the built-in floor to a query's WHERE. It lets through, in targets that serve the caller, what the caller asked for and
 * what the caller's teams own (as far as the target serves them), and in any target what the caller may decide. Operators and
 * services see everything in the configured targets; operators see orders in those that are gone as well.
 */
export function whereWithinFloor(
  query: Knex.QueryBuilder,
  caller: Caller,
  columns: FloorColumns,
): void {
  const { target, owner, requester, approver } = columns;
  const { userEntityRef } = caller;
  const names = [...caller.targets.keys()];
  if (columns.outlivesTargets && caller.isOperator) {
    return;
  }
  if (seesEverything(caller)) {
    query.whereIn(target, names);
    return;
  }
  const ways = [...caller.targets].map(
    ([name, served]) =>
      (own: Knex.QueryBuilder) =>
        own.where(target, name).whereIn(owner, [...served]),
  );
  if (userEntityRef && names.length > 0) {
    ways.push(own =>
      own.whereIn(target, names).where(requester, userEntityRef),
    );
  }
  if (approver) {
    ways.push(own => {
      approver(own, caller.ownershipEntityRefs);
      return own;
    });
  }
  if (ways.length === 0) {
    // Not as a first alternative of the others: it would keep SQLite from using their indexes.
    query.whereRaw('1 = 0');
  } else {
    query.andWhere(any => ways.forEach(way => any.orWhere(way)));
  }
}

/**
 * Whether one thing is within the built-in floor, exactly as {@link whereWithinFloor} would select it.
 */
export function isWithinFloor(
  caller: Omit<Caller, 'credentials'>,
  thing: {
    target: string;
    owner?: string;
    requester?: string;
    approvers?: readonly string[];
    /** As in {@link FloorColumns}. */
    outlivesTargets?: boolean;
  },
): boolean {
  const served = caller.targets.get(thing.target);
  if (thing.outlivesTargets && caller.isOperator) {
    return true;
  }
  if (seesEverything(caller)) {
    return served !== undefined;
  }
  const { owner, requester, approvers = [] } = thing;
  return (
    (owner !== undefined && (served ?? []).includes(owner)) ||
    (served !== undefined &&
      requester !== undefined &&
      requester === caller.userEntityRef) ||
    approvers.some(ref => caller.ownershipEntityRefs.includes(ref))
  );
}

function seesEverything(
  caller: Pick<Caller, 'isOperator' | 'principal'>,
): boolean {
  return caller.isOperator || caller.principal === 'service';
}
