import { Authorizer, isWithinFloor } from '../../authorize';
import { MemberDirectory } from '../../MemberDirectory';
import { StoredOrder } from '../StoredOrder';

/** In which role somebody is told of an order. Who has several is told in the first of them. */
export const orderRoles = [
  'requester',
  'approver',
  'owner',
  'operator',
] as const;

/** What it takes to know who may be told of something. */
export type Told = Pick<StoredOrder, 'owner' | 'target'> & {
  requester?: string;
  content: Pick<StoredOrder['content'], 'approval'>;
};

/** See {@link orderRoles}. */
export type OrderRole = (typeof orderRoles)[number];

/**
 * Finds out who may be told of an order: users, never groups, each of whom may read it under the built-in floor. Nobody's
 * credentials are at hand, so what the permission policy narrows further is not known here. Therefore everybody but the requester,
 * who could read the order when placing it, is told no more than what was ordered, by whom and for whom.
 */
export class OrderAudience {
  constructor(
    private readonly options: {
      members: MemberDirectory;
      authorizer: Pick<Authorizer, 'describeUser'>;
      /** Full entity refs of the groups and users that run the portal. */
      operators: readonly string[];
    },
  ) {}

  /**
   * The users by role. Groups and users that the catalog does not have (any more) are nobody, except the requester, who is
   * taken for a member of the owner, as when the order was placed. The requester is in no other role.
   *
   * @param roles - those that are wanted; nobody is in the others
   */
  async find(
    order: Told,
    roles: readonly OrderRole[],
  ): Promise<Readonly<Record<OrderRole, readonly string[]>>> {
    const { members, authorizer } = this.options;
    const { requester, owner, target } = order;
    const approvers = order.content.approval?.approvers ?? [];
    const refs: Record<OrderRole, readonly string[]> = {
      requester: requester === undefined ? [] : [requester],
      approver: approvers,
      owner: [owner],
      operator: this.options.operators,
    };
    const found = await Promise.all(
      orderRoles.map(async role => ({
        role,
        users: roles.includes(role)
          ? [...(await members.listUsers(refs[role]))]
          : [],
      })),
    );
    const everybody = [...new Set(found.flatMap(({ users }) => users))];
    const teams = await members.listTeams(everybody);
    const mayRead = (user: string) => {
      const asPlaced = user === requester ? [owner] : [];
      return isWithinFloor(
        authorizer.describeUser(user, teams.get(user) ?? asPlaced),
        { target, owner, requester, approvers, outlivesTargets: true },
      );
    };
    const audience: Record<OrderRole, string[]> = {
      requester: [],
      approver: [],
      owner: [],
      operator: [],
    };
    for (const { role, users } of found) {
      audience[role] = users.filter(
        user =>
          (role === 'requester') === (user === requester) && mayRead(user),
      );
    }
    return audience;
  }
}
