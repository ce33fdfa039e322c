import { ConflictError, NotAllowedError } from '@backstage/errors';
import { Knex } from 'knex';
import {
  AdoptRequest,
  HandOverRequest,
  HandOverResponse,
  ListOwnersQuery,
  ListOwnersResponse,
  provisionedProductAdoptPermission,
  ProvisionedProductDetail,
  provisionedProductReadPermission,
  TargetAddress,
} from 'backstage-plugin-aws-service-catalog-common';
import { ClockService } from 'backstage-plugin-aws-service-catalog-node';
import { assertUser, Authorizer, Caller } from '../../authorize';
import { PluginConfig } from '../../config';
import { OrderLinks } from '../OrderLinks';
import {
  ProvisionedProductField,
  ProvisionedProductStore,
  StoredProvisionedProduct,
} from '../ProvisionedProductStore';
import { ProvisionedProductsService } from '../ProvisionedProductsService';
import { BulkHandOver } from './BulkHandOver';
import { OwnerDirectory } from './OwnerDirectory';
import { OwnershipStore } from './OwnershipStore';
import {
  countUnowned,
  findOwners,
  pageOwners,
  summarizeOwner,
} from './summarizeOwners';

/** What operators do about owners. It changes who owns something in the portal; no tag in AWS is written. */
export class OwnersService {
  constructor(
    private readonly options: {
      config: PluginConfig;
      knex: Knex;
      clock: ClockService;
      authorizer: Authorizer;
      provisionedProducts: ProvisionedProductsService;
      reader: ProvisionedProductStore;
      store: OwnershipStore;
      directory: OwnerDirectory;
      bulk: BulkHandOver;
      orders: Pick<OrderLinks, 'findOpenOrders'>;
    },
  ) {}

  /**
   * Gives what nobody owns an owner.
   *
   * @throws NotFoundError when the caller may not read it
   * @throws NotAllowedError unless the caller is an operator whom the policy allows it
   * @throws InvalidFieldsError naming `owner` or `entityRef`
   * @throws ConflictError when somebody owns it already
   */
  async adopt(
    caller: Caller,
    address: TargetAddress,
    request: AdoptRequest,
  ): Promise<ProvisionedProductDetail> {
    const { knex, store, directory, clock } = this.options;
    const found = await this.findForChange(caller, address);
    const owned = () =>
      new ConflictError(
        `${found.name} has an owner already. Hand it over instead.`,
      );
    if (found.owner) {
      throw owned();
    }
    await directory.check(address.target, 'owner', request.owner);
    const entityRef = await this.chooseEntity(found, request);
    const at = clock.now().toISOString();
    const isAdopted = await knex.transaction(tx =>
      store.adopt(tx, address, {
        owner: request.owner,
        entityRef,
        at,
      }),
    );
    if (!isAdopted) {
      throw owned();
    }
    return this.options.provisionedProducts.get(caller, address);
  }

  /**
   * Takes back that something was adopted or handed over.
   *
   * @throws as {@link OwnersService.adopt}; ConflictError when there is nothing to take back, or an order is changing it
   */
  async disown(
    caller: Caller,
    address: TargetAddress,
  ): Promise<ProvisionedProductDetail> {
    const { knex, store, provisionedProducts } = this.options;
    const found = await this.findForChange(caller, address);
    await this.assertNoOpenOrder(found);
    const isReleased = await knex.transaction(tx => store.release(tx, address));
    if (!isReleased) {
      throw new ConflictError(
        `${found.name} was neither adopted nor handed over.`,
      );
    }
    return provisionedProducts.get(caller, address);
  }

  /**
   * Gives something another owner.
   *
   * @throws as {@link OwnersService.adopt}; InvalidFieldsError naming `to`, ConflictError when `from` does not own it, or an order
   * is changing it
   */
  async handOver(
    caller: Caller,
    address: TargetAddress,
    { from, to }: HandOverRequest,
  ): Promise<ProvisionedProductDetail> {
    const { knex, store, clock, directory, provisionedProducts } = this.options;
    const found = await this.findForChange(caller, address);
    const elsewhere = (owner = 'nobody') =>
      new ConflictError(`${found.name} is owned by ${owner} now.`);
    if (found.owner !== from) {
      throw elsewhere(found.owner);
    }
    directory.assertDifferent(from, to);
    await directory.check(address.target, 'to', to);
    await this.assertNoOpenOrder(found);
    const members = await directory.listMembers([found], to);
    const entities = await directory.listEntitiesOf([found], to);
    const at = clock.now().toISOString();
    const isMoved = await knex.transaction(tx =>
      store.handOver(tx, found, from, { owner: to, members, entities, at }),
    );
    if (!isMoved) {
      throw elsewhere('somebody else');
    }
    return provisionedProducts.get(caller, address);
  }

  /**
   * Gives everything that an owner has to another one, as far as that is possible.
   *
   * @throws NotAllowedError unless the caller is an operator
   * @throws InvalidFieldsError naming `to`
   */
  async handOverAll(
    caller: Caller,
    { from, to }: HandOverRequest,
  ): Promise<HandOverResponse> {
    this.assertOperator(caller);
    const { authorizer, directory, bulk } = this.options;
    directory.assertDifferent(from, to);
    await directory.assertExists('to', to);
    const policy = await authorizer.getPolicy<ProvisionedProductField>(
      provisionedProductAdoptPermission,
      caller,
    );
    return bulk.run(policy, { from, to });
  }

  /**
   * Who owns how much, as far as the policy lets the caller read it.
   *
   * @throws NotAllowedError unless the caller is an operator or a service
   */
  async list(
    caller: Caller,
    query: ListOwnersQuery,
  ): Promise<ListOwnersResponse> {
    if (caller.principal !== 'service') {
      this.assertOperator(caller);
    }
    const { authorizer, reader, directory, config } = this.options;
    const policy = await authorizer.getPolicy<ProvisionedProductField>(
      provisionedProductReadPermission,
      caller,
    );
    const counts = await reader.countByOwner(caller, policy);
    const owners = findOwners(counts, query.search);
    // Those of the page are all that is asked for, unless the answer decides who is on it.
    const orphans = query.orphaned && (await directory.findMissing(owners));
    const page = pageOwners(
      orphans ? owners.filter(owner => orphans.has(owner)) : owners,
      query,
    );
    const missing = orphans || (await directory.findMissing(page.owners));
    return {
      items: page.owners.map(owner => ({
        ...summarizeOwner(owner, counts, config.targets),
        orphaned: missing.has(owner),
      })),
      totalItems: page.total,
      nextCursor: page.nextCursor,
      unowned: countUnowned(counts),
    };
  }

  /** The entity that something is adopted for. One that only a tag names is anybody's claim. */
  private async chooseEntity(
    { entityRef: tagged }: StoredProvisionedProduct,
    { owner, entityRef }: AdoptRequest,
  ): Promise<string | undefined> {
    const { directory } = this.options;
    if (entityRef) {
      await directory.checkEntity(entityRef, owner);
      return entityRef;
    }
    return tagged && (await directory.belongsTo(tagged, owner))
      ? tagged
      : undefined;
  }

  private assertOperator(caller: Caller): void {
    assertUser(caller);
    if (!caller.isOperator) {
      throw new NotAllowedError('Only operators decide who owns resources');
    }
  }

  private async findForChange(
    caller: Caller,
    address: TargetAddress,
  ): Promise<StoredProvisionedProduct> {
    assertUser(caller);
    const { provisionedProducts } = this.options;
    const found = await provisionedProducts.findReadable(caller, address);
    this.assertOperator(caller);
    if (
      !(await provisionedProducts.isAllowed(
        caller,
        provisionedProductAdoptPermission,
        found,
      ))
    ) {
      throw new NotAllowedError('You are not allowed to decide who owns it');
    }
    return found;
  }

  /** An order that is placed right after this is refused by its last check: the owner has changed. */
  private async assertNoOpenOrder({
    target,
    id,
    name,
  }: StoredProvisionedProduct): Promise<void> {
    const open = await this.options.orders.findOpenOrders(target, [id]);
    const orderId = open.get(id);
    if (orderId) {
      throw new ConflictError(
        `Order ${orderId} is changing ${name}. Wait until it has ended, or have it cancelled.`,
      );
    }
  }
}
