import { Knex } from 'knex';
import { Tag } from 'backstage-plugin-aws-service-catalog-common';
import { PluginConfig } from '../config';
import { LaunchPathRow, ProvisionedProductRow } from '../database/rows';
import { OrderRow, fromOrderRow } from '../orders';
import { LeaseFacts } from '../policy';

/** A provisioned product that may have a lease: one of ours, in a target that is configured. */
export type LeaseSubject = {
  target: string;
  id: string;
  name: string;
  product: { id: string; name: string };
  /** Full entity ref. */
  owner: string;
  requester?: string;
  /** AWS: `ProvisionedProductStatus`. */
  status: string;
  /** What policies are compared with. */
  facts: LeaseFacts;
};

type Address = { target: string; id: string };

type LastOrder = Pick<LeaseFacts, 'parameters'> & { portfolioName?: string };

const key = ({ target, id }: Address) => `${target} ${id}`;

/**
 * Finds what leases may be about: what the database says was ordered here or adopted, and AWS that it is this portal's. What only
 * one of them calls ours has no lease, so that nothing is ever ended that somebody else relies on.
 */
export class LeaseSubjects {
  constructor(
    private readonly options: {
      config: Pick<PluginConfig, 'leases' | 'portal' | 'tags' | 'targets'>;
      knex: Knex;
    },
  ) {}

  /** One provisioned product; undefined when it is not there, or not ours. */
  async find({ target, id }: Address): Promise<LeaseSubject | undefined> {
    return (await this.list(target, [id]))[0];
  }

  /** Those of some provisioned products of a target that are there, and ours. */
  async list(target: string, ids: readonly string[]): Promise<LeaseSubject[]> {
    return this.complete(
      await this.select()
        .where({ target })
        .whereIn('id', [...ids]),
    );
  }

  /** The targets in which there may be some. */
  get targets(): string[] {
    return this.options.config.targets.map(({ name }) => name);
  }

  /**
   * Some provisioned products of a target, by id. They are paged within a target, where the primary key finds where to go on.
   *
   * @param after - the id of the last one of the page before; empty for the first page
   * @returns the subjects among them, and the id of the last of them all; undefined when there are no more
   */
  async page(
    target: string,
    after: string,
    limit: number,
  ): Promise<{ subjects: LeaseSubject[]; last?: string }> {
    const rows = await this.select()
      .where({ target })
      .where('id', '>', after)
      .orderBy('id')
      .limit(limit);
    return {
      subjects: await this.complete(rows),
      last: rows.length === limit ? rows[rows.length - 1].id : undefined,
    };
  }

  private select() {
    return this.options
      .knex<ProvisionedProductRow>('provisioned_products')
      .select()
      .whereIn('target', this.targets)
      .whereIn('owner_source', ['order', 'adopted'])
      .whereNotNull('owner_ref')
      .whereNull('deleted_at');
  }

  private async complete(
    rows: readonly ProvisionedProductRow[],
  ): Promise<LeaseSubject[]> {
    const { portal, tags: tagConfig } = this.options.config;
    const tagged = rows.map(row => ({
      row,
      tags: JSON.parse(row.tags) as Tag[],
    }));
    const ours = tagged.filter(({ tags }) =>
      tags.some(
        ({ key: name, value }) =>
          name === tagConfig.keys.portal && value === portal,
      ),
    );
    const lastOrders = await this.listLastOrders(ours.map(({ row }) => row));
    const paths = await this.listPaths(ours.map(({ row }) => row.product_id));
    return ours.map(({ row, tags }) => {
      const last = lastOrders.get(key(row));
      const product = { id: row.product_id, name: row.product_name };
      const owner = row.owner_ref ?? '';
      const portfolioNames =
        last?.portfolioName === undefined
          ? paths
              .filter(
                path =>
                  path.target === row.target &&
                  path.product_id === row.product_id,
              )
              .map(path => path.portfolio_name)
          : [last.portfolioName];
      return {
        target: row.target,
        id: row.id,
        name: row.name,
        product,
        owner,
        requester: row.requester_ref ?? undefined,
        status: row.status,
        facts: {
          target: row.target,
          owner,
          product,
          portfolioNames,
          parameters: last?.parameters ?? {},
          tags,
        },
      };
    });
  }

  /** What the last order that launched or updated each of them says of it; only where a policy asks for it. */
  private async listLastOrders(
    rows: readonly ProvisionedProductRow[],
  ): Promise<ReadonlyMap<string, LastOrder>> {
    const isAsked = this.options.config.leases.some(
      ({ match }) => match.portfolios || match.parameters,
    );
    if (!isAsked || rows.length === 0) {
      return new Map();
    }
    const orders = await this.options
      .knex<OrderRow>('orders')
      .whereIn(
        'provisioned_product_id',
        rows.map(({ id }) => id),
      )
      .whereIn('kind', ['provision', 'update'])
      .where('state', 'succeeded')
      .orderBy(['created_at', 'id']);
    // The later replace the earlier.
    return new Map(
      orders.map(row => {
        const { content } = fromOrderRow(row);
        const address = {
          target: row.target,
          id: row.provisioned_product_id ?? '',
        };
        return [
          key(address),
          {
            portfolioName: content.portfolioName,
            parameters: content.facts?.parameters ?? {},
          },
        ];
      }),
    );
  }

  private async listPaths(
    productIds: readonly string[],
  ): Promise<LaunchPathRow[]> {
    const { config, knex } = this.options;
    return config.leases.some(({ match }) => match.portfolios)
      ? knex<LaunchPathRow>('launch_paths').whereIn('product_id', [
          ...new Set(productIds),
        ])
      : [];
  }
}
