import { CatalogService } from '@backstage/plugin-catalog-node';
import {
  CostGroup,
  ListCostsQuery,
  ListCostsResponse,
  provisionedProductReadPermission,
} from 'backstage-plugin-aws-service-catalog-common';
import { ClockService } from 'backstage-plugin-aws-service-catalog-node';
import { Authorizer, Caller } from '../authorize';
import { PluginConfig } from '../config';
import {
  CostLinks,
  findEntityFilter,
  ProvisionedProductField,
} from '../provisionedProducts';
import { CostQueries } from './CostQueries';
import { GroupCosts } from './groupCosts';
import { lastMonths, monthOf, MONTHS_KEPT } from './months';
import { PayerState, PayerStore } from './PayerStore';

/** As AWS lists it, in US dollars. */
const PRICE_OF_CALL = 0.01;

/** The dearest are shown one by one. */
const MOST_GROUPS = 200;

const messages: Record<
  Exclude<ListCostsResponse['status'], 'ok'>,
  (tagKey: string) => string
> = {
  'not-configured': () =>
    'The portal is not told which AWS accounts pay for the targets: awsServiceCatalog.costs.payers is empty.',
  pending: () => 'Costs have not been read yet.',
  'not-activated': tagKey =>
    `AWS does not know costs by provisioned product: in the payer account, ${tagKey} has to be activated as a cost allocation tag. Costs appear up to a day later.`,
  failed: () => 'Costs could not be read the last time: these are older.',
};

/** What callers may know of costs. No method makes an AWS call. */
export class CostsService implements CostLinks {
  constructor(
    private readonly options: {
      config: PluginConfig;
      authorizer: Authorizer;
      catalog: CatalogService;
      queries: CostQueries;
      payers: PayerStore;
      clock: ClockService;
    },
  ) {}

  /** What the provisioned products cost, or cost while they ran, that the caller may read. */
  async list(
    caller: Caller,
    query: ListCostsQuery,
  ): Promise<ListCostsResponse> {
    const { authorizer, catalog, clock, queries } = this.options;
    const groupBy = query.groupBy ?? 'product';
    const months = lastMonths(clock.now(), query.months ?? MONTHS_KEPT);
    const [overview, policy, ofEntity] = await Promise.all([
      this.readOverview(caller),
      authorizer.getPolicy<ProvisionedProductField>(
        provisionedProductReadPermission,
        caller,
      ),
      findEntityFilter(catalog, caller, query.entityRef),
    ]);
    const owner = ofEntity?.owner ?? query.owner;
    const isContradictory = query.owner !== undefined && owner !== query.owner;
    const found = isContradictory
      ? { groups: [], totalGroups: 0, totals: [] }
      : await queries.sum(
          caller,
          policy,
          {
            ...ofEntity,
            owner,
            target: query.target,
            product: query.product,
            // What last month cost is always shown.
            months: lastMonths(clock.now(), Math.max(months.length, 2)),
          },
          { by: groupBy, limit: MOST_GROUPS },
        );
    const present = (group: GroupCosts) =>
      toFigures(group, months, clock.now());
    return {
      ...overview,
      groupBy,
      months,
      groups: found.groups.map(group => ({
        key: group.key,
        name: group.name,
        ...present(group),
      })),
      omittedGroups: found.totalGroups - found.groups.length,
      totals: found.totals
        .map(present)
        .sort((a, b) => (a.currency < b.currency ? -1 : 1)),
    };
  }

  async findCosts(
    provisionedProducts: readonly { target: string; id: string }[],
  ): ReturnType<CostLinks['findCosts']> {
    const { config, queries, clock } = this.options;
    if (config.costs.payers.length === 0 || provisionedProducts.length === 0) {
      return new Map();
    }
    const asOf = oldest([...(await this.readStates()).values()]);
    if (asOf === undefined) {
      return new Map();
    }
    const found = await queries.find(provisionedProducts, monthOf(clock.now()));
    return new Map(
      [...found].map(([address, figures]) => [
        address,
        {
          ...figures,
          monthToDate: round(figures.monthToDate),
          lastMonth: round(figures.lastMonth),
          forecast:
            figures.forecast === undefined
              ? undefined
              : round(figures.forecast),
          asOf,
        },
      ]),
    );
  }

  /** Where the costs come from, and how they are. */
  async readOverview(
    caller: Pick<Caller, 'isOperator'>,
  ): Promise<
    Pick<
      ListCostsResponse,
      'status' | 'message' | 'asOf' | 'payers' | 'priceOfCalls'
    >
  > {
    const { config, payers, clock } = this.options;
    const states = await this.readStates();
    const status = judge(
      config.costs.payers.map(({ accountId }) => states.get(accountId)),
    );
    const overview = {
      status,
      message:
        status === 'ok' ? undefined : messages[status](config.costs.tagKey),
      asOf: oldest([...states.values()]),
    };
    if (!caller.isOperator) {
      return overview;
    }
    const calls = await payers.readCalls(monthOf(clock.now()));
    const details = config.costs.payers.map(({ accountId }) => {
      const { readAt, notActivated, error } = states.get(accountId) ?? {};
      return {
        accountId,
        asOf: readAt,
        notActivated,
        error,
        callsThisMonth: calls.get(accountId) ?? 0,
      };
    });
    const total = details.reduce((sum, each) => sum + each.callsThisMonth, 0);
    return {
      ...overview,
      payers: details,
      priceOfCalls: Math.round(total * PRICE_OF_CALL * 100) / 100,
    };
  }

  /** The states of the configured payer accounts. */
  private async readStates(): Promise<Map<string, PayerState>> {
    const { config, payers } = this.options;
    const states = await payers.readStates();
    return new Map(
      config.costs.payers.flatMap(({ accountId }) => {
        const state = states.get(accountId);
        return state ? [[accountId, state] as const] : [];
      }),
    );
  }
}

function judge(
  states: readonly (PayerState | undefined)[],
): ListCostsResponse['status'] {
  if (states.length === 0) {
    return 'not-configured';
  }
  if (states.some(state => state?.error !== undefined)) {
    return 'failed';
  }
  if (states.some(state => state?.readAt === undefined)) {
    return 'pending';
  }
  return states.every(state => state?.notActivated) ? 'not-activated' : 'ok';
}

/** When the oldest of the complete reads ended. */
function oldest(states: readonly PayerState[]): string | undefined {
  return states
    .flatMap(({ readAt }) => (readAt === undefined ? [] : [readAt]))
    .sort()[0];
}

/** AWS counts in ten thousandths of a cent and less; sums of them are not exact. */
function round(amount: number): number {
  return Math.round(amount * 10_000) / 10_000;
}

function toFigures(
  group: GroupCosts,
  months: readonly string[],
  now: Date,
): Omit<CostGroup, 'key' | 'name'> {
  const { amounts, forecast } = group;
  const amountOf = (month: string) => round(amounts.get(month) ?? 0);
  const [lastMonth, thisMonth] = lastMonths(now, 2);
  return {
    currency: group.currency,
    monthToDate: amountOf(thisMonth),
    lastMonth: amountOf(lastMonth),
    forecast: forecast === undefined ? undefined : round(forecast),
    trend: months.map(amountOf),
    provisionedProducts: group.provisionedProducts,
  };
}
