import { AuthService } from '@backstage/backend-plugin-api';
import {
  Entity,
  parseEntityRef,
  RELATION_HAS_MEMBER,
  RELATION_MEMBER_OF,
} from '@backstage/catalog-model';
import { CatalogService } from '@backstage/plugin-catalog-node';

function listTargets(entity: Entity | undefined, relation: string): string[] {
  return (entity?.relations ?? [])
    .filter(({ type }) => type === relation)
    .map(({ targetRef }) => targetRef);
}

/**
 * Who the members of groups are, by the catalog. Members of child groups are not among them: a ref means the group itself, as
 * it does for ownership.
 */
export class MemberDirectory {
  constructor(
    private readonly options: { catalog: CatalogService; auth: AuthService },
  ) {}

  /**
   * The users that some groups and users stand for. A group that the catalog does not have stands for nobody.
   *
   * @param refs - full entity refs
   */
  async listUsers(refs: readonly string[]): Promise<Set<string>> {
    const isUser = (ref: string) => parseEntityRef(ref).kind === 'user';
    const groups = await this.getEntities(refs.filter(ref => !isUser(ref)));
    const members = [...groups.values()].flatMap(group =>
      listTargets(group, RELATION_HAS_MEMBER),
    );
    return new Set([...refs.filter(isUser), ...members]);
  }

  /**
   * The groups that each of some users belongs to. Users that the catalog does not have are left out.
   *
   * @param users - full entity refs
   */
  async listTeams(
    users: readonly string[],
  ): Promise<ReadonlyMap<string, readonly string[]>> {
    const entities = await this.getEntities(users);
    return new Map(
      [...entities].map(([ref, user]) => [
        ref,
        listTargets(user, RELATION_MEMBER_OF),
      ]),
    );
  }

  private async getEntities(
    refs: readonly string[],
  ): Promise<ReadonlyMap<string, Entity>> {
    if (refs.length === 0) {
      return new Map();
    }
    const { catalog, auth } = this.options;
    const { items } = await catalog.getEntitiesByRefs(
      { entityRefs: [...refs], fields: ['relations'] },
      { credentials: await auth.getOwnServiceCredentials() },
    );
    return new Map(
      items.flatMap((entity, index) => (entity ? [[refs[index], entity]] : [])),
    );
  }
}
