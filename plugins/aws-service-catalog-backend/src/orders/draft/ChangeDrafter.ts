import { Knex } from 'knex';
import {
  Product,
  ProvisionedProduct,
  UpdateOrderRequest,
} from 'backstage-plugin-aws-service-catalog-common';
import { isAwsCallError } from '../../aws';
import { UserCaller } from '../../authorize';
import { PluginConfig } from '../../config';
import { fillParameters } from '../../governance';
import {
  LaunchFormContent,
  LaunchForms,
  ProductsService,
} from '../../products';
import { ProvisionedProductsService } from '../../provisionedProducts';
import { OrderStore } from '../OrderStore';
import { StoredOrder } from '../StoredOrder';
import { draftBase, findForChange } from './changeBase';
import { checkValues } from './checkValues';
import { effectiveValues, listChanges } from './effectiveValues';
import { fillUpdate } from './fillUpdate';
import { DraftOptions, DraftResult, findOrRefuse, refuse } from './OrderDraft';

/** Only CloudFormation keeps the values that an update leaves out; other engines get what is sent and nothing else. */
const KEEPS_VALUES = 'CLOUD_FORMATION_TEMPLATE';

/** Drafts orders that update a provisioned product. */
export class ChangeDrafter {
  constructor(
    private readonly options: {
      config: PluginConfig;
      products: ProductsService;
      provisionedProducts: ProvisionedProductsService;
      forms: LaunchForms;
      store: OrderStore;
      knex: Knex;
      canStoreSecrets: boolean;
    },
  ) {}

  /**
   * @throws InvalidFieldsError when the request names something that does not exist
   * @throws NotAllowedError when the caller may not update it
   * @throws ConflictError when it cannot be updated now
   * @throws AwsCallError when the launch form cannot be read
   */
  async draftUpdate(
    caller: UserCaller,
    request: UpdateOrderRequest,
    { isPreview }: DraftOptions,
  ): Promise<DraftResult> {
    const { config } = this.options;
    const found = await findForChange(caller, request, 'update', this.options);
    if (request.name !== undefined && request.name !== found.name) {
      return refuse(
        'name',
        `AWS renames nothing: it stays ${found.name}. Order it anew under the other name, and terminate this one.`,
      );
    }
    const product = await this.findProduct(caller, found);
    const last = await this.findLast(found);
    const { version, path, form } = await this.options.products.resolveLaunch(
      product,
      undefined,
      {
        versionId: request.versionId ?? found.version.id,
        pathId: request.pathId ?? findUsualPath(product, last),
      },
      {
        fields: { version: 'versionId', path: 'pathId' },
        fresh: !isPreview,
        allowDeprecated: true,
      },
    );
    const keepsValues = product.type === KEEPS_VALUES;
    const keeps = keepsValues
      ? await this.listKept(found, form, version.id, path.id)
      : new Set<string>();
    const filled = fillUpdate(
      fillParameters(config.parameters, form.parameters, {
        owner: found.owner,
        requester: caller.userEntityRef,
        entity: found.entityRef,
        portal: config.portal,
        target: {
          name: found.target,
          accountId: found.accountId,
          region: found.region,
        },
        product,
        portfolioName: path.portfolioName,
      }),
      { keeps, hasDefaults: keepsValues },
    );
    const values = checkValues(
      { ...form, parameters: filled.parameters },
      { ...filled.values, ...request.parameters },
      {
        keeps,
        canStoreSecrets: this.options.canStoreSecrets,
        secretsMayMiss: isPreview,
      },
    );
    const { parameters } = values;
    const chosen = { id: version.id, name: version.name };
    const before = knownValues(found, last);
    return {
      problems: values.problems,
      draft: {
        ...draftBase(found),
        kind: 'update',
        version: chosen,
        content: {
          pathId: path.id,
          portfolioName: path.portfolioName,
          launchRole: form.launchRole,
          parameters,
          // A tag that is not sent again would be lost; those of AWS itself cannot be sent.
          tags: found.tags.filter(({ key }) => !/^aws:/i.test(key)),
          sendsTags: form.tagUpdatesAllowed,
          changes: listChanges(
            { version: found.version, parameters: before },
            { version: chosen, form, parameters },
          ),
        },
        effective: effectiveValues(form, parameters, before),
        form,
        secrets: values.secrets,
      },
    };
  }

  private async findProduct(
    caller: UserCaller,
    { target, product }: ProvisionedProduct,
  ): Promise<Product> {
    return findOrRefuse('provisionedProductId', () =>
      this.options.products.get(caller, { target, id: product.id }),
    );
  }

  /** The last order that changed it, if there is one. */
  private async findLast({
    target,
    id,
  }: ProvisionedProduct): Promise<StoredOrder | undefined> {
    const { store, knex } = this.options;
    return store.findLastSucceeded(knex, target, id);
  }

  /**
   * The parameters that keep their values when they are left out: those that the running version has as well. To name one that
   * it has not would fail, and one that the new version has not any more is dropped.
   */
  private async listKept(
    found: ProvisionedProduct,
    form: LaunchFormContent,
    versionId: string,
    pathId: string,
  ): Promise<Set<string>> {
    const keys = form.parameters.map(({ key }) => key);
    if (versionId === found.version.id) {
      return new Set(keys);
    }
    try {
      const running = await this.options.forms.read({
        target: found.target,
        productId: found.product.id,
        versionId: found.version.id,
        pathId,
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
function findUsualPath(
  { paths }: Product,
  last: StoredOrder | undefined,
): string | undefined {
  const usual = paths.filter(
    ({ portfolioName }) => portfolioName === last?.content.portfolioName,
  );
  return usual.length === 1 ? usual[0].id : undefined;
}

/** AWS does not tell the values in effect: our last order knows them, unless the version was changed by somebody else since. */
function knownValues(
  found: ProvisionedProduct,
  last: StoredOrder | undefined,
): Readonly<Record<string, string>> {
  return last?.version?.id === found.version.id
    ? last.content.facts?.parameters ?? {}
    : {};
}
