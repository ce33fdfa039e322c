import { Knex } from 'knex';
import {
  CurrentValue,
  Product,
  ProvisionedProduct,
  StackRead,
} from 'backstage-plugin-aws-service-catalog-common';
import { isAwsCallError } from '../../aws';
import {
  ChoiceFields,
  LaunchChoice,
  LaunchFormContent,
  LaunchForms,
  ProductsService,
  ResolvedLaunch,
} from '../../products';
import { StackReads } from '../../provisionedProducts';
import { OrderStore } from '../OrderStore';
import { StoredOrder } from '../StoredOrder';

/** Only CloudFormation keeps the values that an update leaves out; other engines get what is sent and nothing else. */
const KEEPS_VALUES = 'CLOUD_FORMATION_TEMPLATE';

/** A parameter of what runs. */
export type RunningParameter = Omit<CurrentValue, 'kept'>;

/** What runs before an update, as far as it is known. */
export type Running = {
  /** Absent: not even the parameters are known, let alone their values. */
  parameters?: readonly RunningParameter[];
  /** How current that is, and why it is not as AWS says. */
  read: StackRead;
  /** The last order that changed it. */
  last?: StoredOrder;
};

/** What an update leads to, and from where. */
export type UpdateBasis = ResolvedLaunch & {
  running: Running;
  keepsValues: boolean;
  /** The parameters that keep their value when none is given. */
  keeps: ReadonlySet<string>;
};

/** Finds out what an update changes, and what of it stays. */
export class UpdateBases {
  constructor(
    private readonly options: {
      products: ProductsService;
      forms: LaunchForms;
      stacks: StackReads;
      store: OrderStore;
      knex: Knex;
    },
  ) {}

  /** What runs: as AWS says, else as our last order knows it, unless somebody else has changed the version since. */
  async findRunning(found: ProvisionedProduct): Promise<Running> {
    const { stacks, store, knex } = this.options;
    const { target, id } = found;
    const last = await store.findLastSucceeded(knex, target, id);
    const { content, ...read } = await stacks.read(found, 'parameters');
    if (content) {
      return {
        parameters: content.map(each => ({ ...each, source: 'aws' as const })),
        read,
        last,
      };
    }
    return { parameters: fromOrder(found, last), read, last };
  }

  /**
   * Resolves version and path, and what the parameters keep.
   *
   * @throws InvalidFieldsError, AwsCallError
   */
  async resolve(
    found: ProvisionedProduct,
    to: {
      product: Product;
      choice: LaunchChoice;
      fields: ChoiceFields;
      fresh?: boolean;
    },
  ): Promise<UpdateBasis> {
    const { product, choice, fields, fresh } = to;
    const running = await this.findRunning(found);
    const resolved = await this.options.products.resolveLaunch(
      product,
      undefined,
      { ...choice, pathId: choice.pathId ?? findUsualPath(product, running) },
      { fields, fresh, allowDeprecated: true },
    );
    const keepsValues = product.type === KEEPS_VALUES;
    return {
      ...resolved,
      running,
      keepsValues,
      keeps: keepsValues
        ? await this.listKept(found, resolved, running)
        : new Set(),
    };
  }

  /**
   * The parameters that keep their values when they are left out: those that what runs has as well. To name one that it has not
   * would fail, and one that the new version has not any more is dropped.
   */
  private async listKept(
    found: ProvisionedProduct,
    { version, path, form }: ResolvedLaunch,
    { parameters }: Running,
  ): Promise<Set<string>> {
    const keys = form.parameters.map(({ key }) => key);
    if (parameters?.some(({ source }) => source === 'aws')) {
      const before = new Set(parameters.map(({ key }) => key));
      return new Set(keys.filter(key => before.has(key)));
    }
    if (version.id === found.version.id) {
      return new Set(keys);
    }
    try {
      const running = await this.options.forms.read({
        target: found.target,
        productId: found.product.id,
        versionId: found.version.id,
        pathId: path.id,
      });
      const before = new Set(running.parameters.map(({ key }) => key));
      return new Set(keys.filter(key => before.has(key)));
    } catch (error) {
      // The running version was withdrawn. AWS says so if a parameter is new; resetting one to its default would be silent.
      if (isAwsCallError(error, 'not-found', 'invalid')) {
        return new Set(keys);
      }
      throw error;
    }
  }
}

/** Where several paths could be chosen: the one through the portfolio that it was launched, or last updated, through. */
export function findUsualPath(
  { paths }: Product,
  { last }: Pick<Running, 'last'>,
): string | undefined {
  const usual = paths.filter(
    ({ portfolioName }) => portfolioName === last?.content.portfolioName,
  );
  return usual.length === 1 ? usual[0].id : undefined;
}

/** The values of what runs, by parameter key, as far as they are known and no secrets. */
export function knownValues({
  parameters = [],
}: Running): Record<string, string> {
  return Object.fromEntries(
    parameters.flatMap(({ key, value }) =>
      value === undefined ? [] : [[key, value]],
    ),
  );
}

function fromOrder(
  found: ProvisionedProduct,
  last: StoredOrder | undefined,
): RunningParameter[] | undefined {
  if (!last || last.version?.id !== found.version.id) {
    return undefined;
  }
  const values = last.content.facts?.parameters ?? {};
  const secrets = last.content.parameters.filter(({ secret }) => secret);
  return [
    ...Object.entries(values).map(([key, value]) => ({
      key,
      value,
      source: 'order' as const,
      secret: false,
    })),
    ...secrets.map(({ key }) => ({
      key,
      source: 'order' as const,
      secret: true,
    })),
  ];
}

/** What a parameter of the form has before an update. */
export function currentValueOf(
  { key, noEcho }: LaunchFormContent['parameters'][number],
  { running, keeps }: Pick<UpdateBasis, 'running' | 'keeps'>,
): CurrentValue {
  const known = running.parameters?.find(each => each.key === key);
  const secret = noEcho || (known?.secret ?? false);
  return {
    key,
    value: secret ? undefined : known?.value,
    source: known?.source ?? 'unknown',
    secret,
    kept: keeps.has(key),
  };
}
