import { NotAllowedError } from '@backstage/errors';
import {
  FieldError,
  ProvisionOrderRequest,
} from 'backstage-plugin-aws-service-catalog-common';
import { UserCaller } from '../../authorize';
import { PluginConfig, TargetConfig } from '../../config';
import { fillParameters } from '../../governance';
import { chooseOwner, stampTags } from '../../ownership';
import { EntityDecision, ProductsService } from '../../products';
import { decideLaunch } from '../decidePlacing';
import { checkValues } from './checkValues';
import { effectiveValues } from './effectiveValues';
import { NameChecker } from './NameChecker';
import { DraftOptions, DraftResult, findOrRefuse, refuse } from './OrderDraft';

/** Drafts orders that launch a product. */
export class LaunchDrafter {
  constructor(
    private readonly options: {
      config: PluginConfig;
      products: ProductsService;
      names: NameChecker;
      canStoreSecrets: boolean;
    },
  ) {}

  /**
   * @throws InvalidFieldsError when the request names something that does not exist
   * @throws NotAllowedError when the caller may not order this, or not for this owner
   * @throws AwsCallError when the launch form cannot be read
   */
  async draft(
    caller: UserCaller,
    request: ProvisionOrderRequest,
    { orderId, isPreview }: DraftOptions,
  ): Promise<DraftResult> {
    const { config, products, names, canStoreSecrets } = this.options;
    const target = this.findTarget(caller, request.target);
    const product = await findOrRefuse('productId', () =>
      products.get(caller, { target: target.name, id: request.productId }),
    );
    const { entityRef: wanted } = request;
    const decision = wanted
      ? await findOrRefuse('entityRef', () =>
          products.decideEntity(caller, wanted),
        )
      : undefined;
    const entityRef = decision?.ordering.entityRef;
    // Before AWS is asked: whoever may not order causes no calls.
    const { owner, problems } = findOwner(caller, request, decision);
    if (!decision || decision.scope) {
      const placing = await decideLaunch(caller, owner, product, { products });
      if (!placing.allowed) {
        throw new NotAllowedError(placing.reason);
      }
    }
    const { version, path, form } = await products.resolveLaunch(
      product,
      decision,
      request,
      {
        fields: { version: 'versionId', path: 'pathId' },
        fresh: !isPreview,
      },
    );
    const launch = {
      owner,
      requester: caller.userEntityRef,
      entity: entityRef,
      portal: config.portal,
      target,
      product,
    };
    const filled = fillParameters(config.parameters, form.parameters, {
      ...launch,
      portfolioName: path.portfolioName,
    });
    const values = checkValues(
      { ...form, parameters: filled.parameters },
      { ...filled.values, ...request.parameters },
      { canStoreSecrets, secretsMayMiss: isPreview },
    );
    const stamped = stampTags({
      config: config.tags,
      own: request.tags,
      tagOptions: form.tagOptions,
      values: { ...launch, orderId },
    });
    return {
      problems: [
        ...problems,
        ...(await names.check(target, request.name)),
        ...values.problems,
        ...stamped.problems,
      ],
      draft: {
        kind: 'provision',
        target: target.name,
        accountId: target.accountId,
        region: target.region,
        owner,
        entityRef,
        product: { id: product.id, name: product.name },
        version: { id: version.id, name: version.name },
        provisionedProduct: { name: request.name },
        content: {
          pathId: path.id,
          portfolioName: path.portfolioName,
          launchRole: form.launchRole,
          parameters: values.parameters,
          tags: stamped.tags,
          sendsTags: true,
        },
        effective: effectiveValues(form, values.parameters),
        form,
        secrets: values.secrets,
      },
    };
  }

  private findTarget(caller: UserCaller, name: string): TargetConfig {
    const target = this.options.config.targets.find(each => each.name === name);
    if (!target) {
      return refuse('target', `There is no target '${name}'.`);
    }
    if (!caller.targets.get(name)?.length) {
      throw new NotAllowedError(
        `Target ${name} serves neither you nor any of your teams`,
      );
    }
    return target;
  }
}

function findOwner(
  caller: UserCaller,
  request: ProvisionOrderRequest,
  decision: EntityDecision | undefined,
): { owner: string; problems: FieldError[] } {
  if (decision) {
    const owner = decision.ordering.owner ?? '';
    const isOther = request.owner !== undefined && request.owner !== owner;
    const message = `${request.entityRef} belongs to ${owner}: leave the owner out, or name that one.`;
    return { owner, problems: isOther ? [{ field: 'owner', message }] : [] };
  }
  const choice = chooseOwner(caller, request.target, request.owner);
  if ('owner' in choice) {
    return { owner: choice.owner, problems: [] };
  }
  if (
    request.owner !== undefined &&
    !caller.ownershipEntityRefs.includes(request.owner)
  ) {
    throw new NotAllowedError(choice.problem.message);
  }
  return refuse(choice.problem.field, choice.problem.message);
}
