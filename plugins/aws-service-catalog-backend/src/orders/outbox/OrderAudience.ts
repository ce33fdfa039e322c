import { Authorizer, isWithinFloor } from '../../authorize';
import { MemberDirectory } from '../../MemberDirectory';
import { StoredOrder } from '../StoredOrder';

/** In which role somebody is told of an order. Who has several is told in the first of them. */
export const orderRoles = ['requester', 'approver', 'owner'] as const;

/** See {@link orderRoles}. */
export type OrderRole = (typeof orderRoles)[number];

/**
 * Finds out who may be told of an order: users, never groups, each of whom may read it under the built-in floor. Nobody's
 * credentials are at hand, so what the permission policy narrows further is not known here: what is told is therefore no more than
 * that something happened to an order of that name.
 */
export class OrderAudience {
  constructor(
    private readonly options: {
      members: MemberDirectory;
      authorizer: Pick<Authorizer, 'describeUser'>;
    },
  ) {}

  /**
   * The users by role. Groups and users that the catalog does not have (any more) are nobody, except the requester, who is
   * taken for a member of the owner, as when the order was placed. The requester is in no other role.
   */
  async find(
    order: StoredOrder,
  ): Promise<Readonly<Record<OrderRole, readonly string[]>>> {
    const { members, authorizer } = this.options;
    const { requester, owner, target } = order;
    const approvers = order.content.approval?.approvers ?? [];
    const [deciders, owners] = await Promise.all([
      members.listUsers(approvers),
      members.listUsers([owner]),
    ]);
    const everybody = [...new Set([requester, ...deciders, ...owners])];
    const teams = await members.listTeams(everybody);
    const seers = everybody.filter(user => {
      const asPlaced = user === requester ? [owner] : [];
      return isWithinFloor(
        authorizer.describeUser(user, teams.get(user) ?? asPlaced),
        { target, owner, requester, approvers },
      );
    });
    const others = seers.filter(user => user !== requester);
    return {
      requester: seers.filter(user => user === requester),
      approver: others.filter(user => deciders.has(user)),
      owner: others.filter(user => owners.has(user)),
    };
  }
}
