import { AuthService } from '@backstage/backend-plugin-api';
import { Entity } from '@backstage/catalog-model';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { PluginConfig } from '../../config';
import { InvalidFieldsError } from '../../InvalidFieldsError';
import { MemberDirectory } from '../../MemberDirectory';
import { ownersOfEntity } from '../../ownership';

/** So many entities are asked for at once. */
const BATCH_SIZE = 500;

function refuse(field: string, message: string): never {
  throw new InvalidFieldsError([{ field, message }]);
}

/** What the catalog and the configuration say about owners. */
export class OwnerDirectory {
  constructor(
    private readonly options: {
      config: Pick<PluginConfig, 'targets'>;
      catalog: CatalogService;
      auth: AuthService;
      members: MemberDirectory;
    },
  ) {}

  /** Which of some refs the catalog does not have. */
  async findMissing(refs: readonly string[]): Promise<ReadonlySet<string>> {
    const { catalog, auth } = this.options;
    const all = [...new Set(refs)];
    const missing = new Set<string>();
    for (let start = 0; start < all.length; start += BATCH_SIZE) {
      const entityRefs = all.slice(start, start + BATCH_SIZE);
      const { items } = await catalog.getEntitiesByRefs(
        { entityRefs, fields: ['kind'] },
        { credentials: await auth.getOwnServiceCredentials() },
      );
      entityRefs
        .filter((_, index) => !items[index])
        .forEach(ref => missing.add(ref));
    }
    return missing;
  }

  /**
   * @throws InvalidFieldsError unless they differ
   */
  assertDifferent(from: string, to: string): void {
    if (from === to) {
      refuse('to', `${to} is who owns it already.`);
    }
  }

  /**
   * @throws InvalidFieldsError when the catalog does not have an owner
   */
  async assertExists(field: string, owner: string): Promise<void> {
    const missing = await this.findMissing([owner]);
    if (missing.has(owner)) {
      refuse(field, `The catalog has no ${owner}.`);
    }
  }

  /**
   * Makes sure that somebody can own something in a target.
   *
   * @throws InvalidFieldsError
   */
  async check(target: string, field: string, owner: string): Promise<void> {
    const { owners = [] } =
      this.options.config.targets.find(({ name }) => name === target) ?? {};
    if (!owners.includes(owner)) {
      refuse(field, `Target ${target} does not serve ${owner}.`);
    }
    await this.assertExists(field, owner);
  }

  /** Whether an entity is one of an owner's. One that the catalog does not have is nobody's. */
  async belongsTo(entityRef: string, owner: string): Promise<boolean> {
    const entity = await this.findEntity(entityRef);
    return entity !== undefined && ownersOfEntity(entity).includes(owner);
  }

  /**
   * Makes sure that an entity is one of an owner's.
   *
   * @throws InvalidFieldsError naming `entityRef`
   */
  async checkEntity(entityRef: string, owner: string): Promise<void> {
    const entity = await this.findEntity(entityRef);
    if (!entity) {
      refuse('entityRef', `The catalog has no ${entityRef}.`);
    }
    if (!ownersOfEntity(entity).includes(owner)) {
      refuse('entityRef', `${entityRef} does not belong to ${owner}.`);
    }
  }

  /**
   * The owner of an entity that a target serves.
   *
   * @throws InvalidFieldsError naming `entityRef`
   */
  async findOwnerOf(target: string, entityRef: string): Promise<string> {
    const { config } = this.options;
    const entity = await this.findEntity(entityRef);
    if (!entity) {
      return refuse('entityRef', `The catalog has no ${entityRef}.`);
    }
    const { owners = [] } =
      config.targets.find(({ name }) => name === target) ?? {};
    const all = ownersOfEntity(entity);
    return (
      all.find(ref => owners.includes(ref)) ??
      refuse(
        'entityRef',
        all.length > 0
          ? `${entityRef} belongs to ${all.join(
              ', ',
            )}, which target ${target} does not serve.`
          : `${entityRef} has no owner.`,
      )
    );
  }

  /** Which of those who ordered some things belong to an owner. */
  async listMembers(
    things: readonly { requester?: string }[],
    owner: string,
  ): Promise<ReadonlySet<string>> {
    const requesters = new Set(things.flatMap(each => each.requester ?? []));
    const teams = await this.options.members.listTeams([...requesters]);
    return new Set(
      [...requesters].filter(
        ref => ref === owner || teams.get(ref)?.includes(owner),
      ),
    );
  }

  /** Which entities that some things name are an owner's. */
  async listEntitiesOf(
    things: readonly { entityRef?: string }[],
    owner: string,
  ): Promise<ReadonlySet<string>> {
    const refs = [...new Set(things.flatMap(each => each.entityRef ?? []))];
    if (refs.length === 0) {
      return new Set();
    }
    const { catalog, auth } = this.options;
    const { items } = await catalog.getEntitiesByRefs(
      { entityRefs: refs },
      { credentials: await auth.getOwnServiceCredentials() },
    );
    return new Set(
      refs.filter((_, index) => {
        const entity = items[index];
        return entity && ownersOfEntity(entity).includes(owner);
      }),
    );
  }

  private async findEntity(entityRef: string): Promise<Entity | undefined> {
    const { catalog, auth } = this.options;
    return catalog.getEntityByRef(entityRef, {
      credentials: await auth.getOwnServiceCredentials(),
    });
  }
}
