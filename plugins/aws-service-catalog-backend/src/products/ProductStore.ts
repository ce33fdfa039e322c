import { Knex } from 'knex';
import {
  Product,
  ProductVersion,
} from 'backstage-plugin-aws-service-catalog-common';
import {
  FieldColumns,
  PolicyConditions,
  wherePolicyAllows,
} from '../database/conditions';
import {
  encodeCursor,
  orderAndSkip,
  whereContainsWords,
} from '../database/cursor';
import { LaunchPathRow, ProductRow, ProductVersionRow } from '../database/rows';
import { EntityScope, KnownNames } from '../ownership';

/** A product as our copy has it; what is configured about its target is not part of it. */
export type StoredProduct = Omit<
  Product,
  'accountId' | 'region' | 'syncedAt'
> & {
  /** When AWS said so. */
  readAt: string;
};

/** The fields that permission conditions on products use. */
export type ProductField = 'target' | 'productId' | 'productName';

/** Which products a caller may see. */
export type ProductVisibility = {
  targets: readonly string[];
  policy: PolicyConditions<ProductField>;
  /** What an entity's annotations leave. */
  scope?: EntityScope;
};

/** What a list is narrowed to. */
export type ProductFilter = {
  search?: string;
  name?: string;
  target?: string;
  portfolio?: string;
  limit: number;
  cursor?: string;
};

const policyColumns: FieldColumns<ProductField> = {
  target: 'products.target',
  productId: 'products.id',
  productName: 'products.name',
};

const order = ['products.sort_name', 'products.target', 'products.id'];

function whereInPortfolios(
  query: Knex.QueryBuilder,
  portfolios: readonly string[],
): void {
  query.whereExists(paths =>
    paths
      .select('launch_paths.id')
      .from('launch_paths')
      .whereRaw('launch_paths.target = products.target')
      .whereRaw('launch_paths.product_id = products.id')
      .whereIn('launch_paths.portfolio_name', [...portfolios]),
  );
}

function whereVisible(
  query: Knex.QueryBuilder,
  { targets, policy, scope }: ProductVisibility,
): void {
  query.whereIn('products.target', [...targets]);
  wherePolicyAllows(query, policy, policyColumns);
  if (scope) {
    const { products, portfolios } = scope;
    query.whereIn('products.target', [...scope.targets]);
    if (products) {
      query.andWhere(any =>
        any
          .whereIn('products.id', [...products])
          .orWhereIn('products.name', [...products]),
      );
    }
    if (portfolios) {
      whereInPortfolios(query, portfolios);
    }
  }
}

function toVersion(row: ProductVersionRow): ProductVersion {
  return {
    id: row.id,
    name: row.name,
    description: row.description ?? undefined,
    createdAt: row.created_at ?? undefined,
    guidance: row.guidance,
  };
}

function toProduct(
  row: ProductRow,
  versions: ProductVersionRow[],
  paths: LaunchPathRow[],
): StoredProduct {
  const isOwn = (part: { target: string; product_id: string }) =>
    part.target === row.target && part.product_id === row.id;
  return {
    target: row.target,
    id: row.id,
    name: row.name,
    provider: row.provider,
    distributor: row.distributor ?? undefined,
    shortDescription: row.short_description ?? undefined,
    type: row.type,
    support: {
      description: row.support_description ?? undefined,
      email: row.support_email ?? undefined,
      url: row.support_url ?? undefined,
    },
    versions: versions.filter(isOwn).map(toVersion),
    paths: paths
      .filter(isOwn)
      .map(({ id, portfolio_name }) => ({ id, portfolioName: portfolio_name })),
    readAt: row.read_at,
  };
}

/** Reads the copy of the launchable products. */
export class ProductStore {
  constructor(private readonly knex: Knex) {}

  /** One page of the products a caller may see, by name. */
  async list(
    visibility: ProductVisibility,
    filter: ProductFilter,
  ): Promise<{ items: StoredProduct[]; total: number; nextCursor?: string }> {
    const matching = this.knex<ProductRow>('products').modify(query => {
      whereVisible(query, visibility);
      if (filter.search) {
        whereContainsWords(query, 'products.search_text', filter.search);
      }
      if (filter.name !== undefined) {
        query.where('products.name', filter.name);
      }
      if (filter.target !== undefined) {
        query.where('products.target', filter.target);
      }
      if (filter.portfolio !== undefined) {
        whereInPortfolios(query, [filter.portfolio]);
      }
    });
    const [{ total }] = await matching.clone().count({ total: '*' });
    const rows: ProductRow[] = await matching
      .clone()
      .select('products.*')
      .modify(query => orderAndSkip(query, order, filter.cursor))
      .limit(filter.limit + 1);
    const page = rows.slice(0, filter.limit);
    const last = page[page.length - 1];
    return {
      items: await this.complete(page),
      total: Number(total),
      nextCursor:
        rows.length > page.length
          ? encodeCursor([last.sort_name, last.target, last.id])
          : undefined,
    };
  }

  /** The names of all portfolios that a caller's products are in, sorted. */
  async listPortfolios(visibility: ProductVisibility): Promise<string[]> {
    const rows: { portfolio_name: string }[] = await this.knex('products')
      .join('launch_paths', join =>
        join
          .on('launch_paths.target', 'products.target')
          .andOn('launch_paths.product_id', 'products.id'),
      )
      .modify(query => whereVisible(query, visibility))
      .distinct('launch_paths.portfolio_name');
    return rows.map(row => row.portfolio_name).sort();
  }

  /** One product, whoever may see it. */
  async find(target: string, id: string): Promise<StoredProduct | undefined> {
    const rows = await this.knex<ProductRow>('products')
      .select('products.*')
      .where({ target, id });
    const [product] = await this.complete(rows);
    return product;
  }

  /** What annotations may name in some targets. */
  async knownNames(targets: readonly string[]): Promise<KnownNames> {
    const products: { id: string; name: string }[] = await this.knex('products')
      .select('id', 'name')
      .whereIn('target', [...targets]);
    const paths: { portfolio_name: string }[] = await this.knex('launch_paths')
      .distinct('portfolio_name')
      .whereIn('target', [...targets]);
    return {
      products: new Set(products.flatMap(({ id, name }) => [id, name])),
      portfolios: new Set(paths.map(row => row.portfolio_name)),
    };
  }

  private async complete(rows: ProductRow[]): Promise<StoredProduct[]> {
    if (rows.length === 0) {
      return [];
    }
    const ofRows = (parts: Knex.QueryBuilder) =>
      parts
        .whereIn('target', [...new Set(rows.map(({ target }) => target))])
        .whereIn('product_id', [...new Set(rows.map(({ id }) => id))]);
    const versions = await this.knex<ProductVersionRow>('product_versions')
      .select()
      .modify(ofRows)
      .orderBy('position');
    const paths = await this.knex<LaunchPathRow>('launch_paths')
      .select()
      .modify(ofRows)
      .orderBy(['portfolio_name', 'id']);
    return rows.map(row => toProduct(row, versions, paths));
  }
}
