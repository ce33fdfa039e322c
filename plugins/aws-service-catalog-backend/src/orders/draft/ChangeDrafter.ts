import {
  FieldError,
  PlannedReplacement,
  Product,
  ProvisionedProduct,
  UpdateOrderRequest,
} from 'backstage-plugin-aws-service-catalog-common';
import { AwsTargets } from '../../aws';
import { UserCaller } from '../../authorize';
import { PluginConfig } from '../../config';
import { fillParameters } from '../../governance';
import { ProductsService } from '../../products';
import { ProvisionedProductsService } from '../../provisionedProducts';
import { digestOfPlan } from '../plans/planBody';
import { PlanStore } from '../plans/PlanStore';
import { listReplacements } from '../plans/replacements';
import { draftBase, findForChange } from './changeBase';
import { checkValues } from './checkValues';
import { effectiveValues, listChanges, listUnchanged } from './effectiveValues';
import { fillUpdate } from './fillUpdate';
import { DraftOptions, DraftResult, findOrRefuse, refuse } from './OrderDraft';
import { knownValues, UpdateBases } from './UpdateBasis';
import { readStackSet } from './readStackSet';
import { sendableTags, writeExpectedTags } from './updateTags';

/** Drafts orders that update a provisioned product. */
export class ChangeDrafter {
  constructor(
    private readonly options: {
      config: PluginConfig;
      targets: AwsTargets;
      products: ProductsService;
      provisionedProducts: ProvisionedProductsService;
      bases: UpdateBases;
      plans: PlanStore;
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
    const { version, path, form, running, keepsValues, keeps } =
      await this.options.bases.resolve(found, {
        product,
        choice: {
          versionId: request.versionId ?? found.version.id,
          pathId: request.pathId,
        },
        fields: { version: 'versionId', path: 'pathId' },
        fresh: !isPreview,
      });
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
        previous: running.parameters?.some(({ source }) => source === 'aws')
          ? knownValues(running)
          : undefined,
        canStoreSecrets: this.options.canStoreSecrets,
        secretsMayMiss: isPreview,
      },
    );
    const { parameters } = values;
    const chosen = { id: version.id, name: version.name };
    const before = knownValues(running);
    const now = { version: chosen, form, parameters };
    const tags = request.writeTags
      ? writeExpectedTags(
          config,
          await this.options.provisionedProducts.findReadable(caller, found),
          form,
        )
      : { tags: sendableTags(found.tags), changes: [], problems: [] };
    const sent = {
      pathId: path.id,
      portfolioName: path.portfolioName,
      parameters,
      // A tag that is not sent again would be lost.
      tags: tags.tags,
      sendsTags: form.tagUpdatesAllowed,
    };
    const shown = await this.findShown(
      caller,
      request,
      digestOfPlan({ product, version: chosen, content: sent }),
    );
    return {
      problems: [...values.problems, ...tags.problems, ...shown.problems],
      draft: {
        ...draftBase(found),
        kind: 'update',
        version: chosen,
        content: {
          ...sent,
          launchRole: form.launchRole,
          plannable: found.type === 'CFN_STACK',
          replacements: shown.replacements,
          // A preview shows nothing of it.
          stackSet: isPreview
            ? undefined
            : await readStackSet(this.options.targets, found),
          changes: [
            ...listChanges({ version: found.version, parameters: before }, now),
            ...tags.changes,
          ],
        },
        unchanged: listUnchanged(before, now),
        effective: effectiveValues(form, parameters, before),
        form,
        secrets: values.secrets,
      },
    };
  }

  /** What the preview showed that was looked at before this was asked for. */
  private async findShown(
    caller: UserCaller,
    { planId, target, provisionedProductId }: UpdateOrderRequest,
    digest: string,
  ): Promise<{ replacements?: PlannedReplacement[]; problems: FieldError[] }> {
    if (planId === undefined) {
      return { problems: [] };
    }
    const plan = await this.options.plans.find(planId);
    const isOfThis =
      plan?.creator === caller.userEntityRef &&
      plan.target === target &&
      plan.provisionedProduct.id === provisionedProductId &&
      plan.digest === digest;
    if (!isOfThis || !['ready', 'no-changes'].includes(plan.state)) {
      const message =
        'There is no preview of just this update. Have it previewed again.';
      return { problems: [{ field: 'planId', message }] };
    }
    return { replacements: listReplacements(plan.changes), problems: [] };
  }

  private async findProduct(
    caller: UserCaller,
    { target, product }: ProvisionedProduct,
  ): Promise<Product> {
    return findOrRefuse('provisionedProductId', () =>
      this.options.products.get(caller, { target, id: product.id }),
    );
  }
}
