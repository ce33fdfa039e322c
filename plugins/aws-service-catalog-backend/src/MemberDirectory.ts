import { AuthService } from '@backstage/backend-plugin-api';
import { parseEntityRef, RELATION_HAS_MEMBER } from '@backstage/catalog-model';
import { CatalogService } from '@backstage/plugin-catalog-node';

/**
 * Who the members of groups are, by the catalog. Members of child groups are not among them: a ref means the group itself, as
 * it does for ownership.
 */
export class MemberDirectory {
  constructor(
    private readonly options: { catalog: CatalogService; auth: AuthService },
  ) {}

  /**
   * The users that some groups and users stand for.
   *
   * @param refs - full entity refs
   */
  async listUsers(refs: readonly string[]): Promise<Set<string>> {
    const { catalog, auth } = this.options;
    const isUser = (ref: string) => parseEntityRef(ref).kind === 'user';
    const groups = refs.filter(ref => !isUser(ref));
    if (groups.length === 0) {
      return new Set(refs);
    }
    const { items } = await catalog.getEntitiesByRefs(
      { entityRefs: groups, fields: ['relations'] },
      { credentials: await auth.getOwnServiceCredentials() },
    );
    const members = items.flatMap(group =>
      (group?.relations ?? [])
        .filter(({ type }) => type === RELATION_HAS_MEMBER)
        .map(({ targetRef }) => targetRef),
    );
    return new Set([...refs.filter(isUser), ...members]);
  }
}
