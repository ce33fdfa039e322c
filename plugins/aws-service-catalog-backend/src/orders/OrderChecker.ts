import { Knex } from 'knex';
import { AuthService } from '@backstage/backend-plugin-api';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { LaunchPath } from 'backstage-plugin-aws-service-catalog-common';
import { AwsTarget, AwsTargets, isAwsCallError, listLaunchPaths } from '../aws';
import { PluginConfig } from '../config';
import { MemberDirectory } from '../MemberDirectory';
import { ownersOfEntity } from '../ownership';
import { LaunchFormContent, LaunchForms } from '../products';
import { ProvisionedProductStore } from '../provisionedProducts';
import {
  changedParts,
  DigestPart,
  digestPartNames,
  orderDigest,
} from './digest';
import { checkValues } from './draft/checkValues';
import { Failure, failures } from './failures';
import { freezeOrder } from './freezeOrder';
import { kinds, takesOperator } from './kinds';
import { QuotaKeeper } from './quotas/QuotaKeeper';
import { OrderSecretStore } from './secrets/OrderSecretStore';
import { SecretUnreadableError } from './secrets/SecretBox';
import { StoredOrder } from './StoredOrder';

/** What the last check before a submission found. */
export type CheckResult = {
  /** What stands against launching now. */
  objection?: Failure;
  /** What has to be approved anew, because it is not what was approved any more. */
  returned?: ReturnedOrder;
  /** The launch path to send: path ids change, so it is looked up by its portfolio. */
  pathId?: string;
};

/** An order as it would be launched now. */
export type ReturnedOrder = Pick<StoredOrder, 'content' | 'digest'> & {
  /** What has changed, in words. */
  parts: string[];
};

/** What the platform may change under an order that stays the same. */
const returnable: readonly DigestPart[] = [
  'launchRole',
  'launchForm',
  'tagOptions',
];

/**
 * The last check, right before an order is submitted: everything that was frozen when it was placed, or approved, must be as
 * it was.
 */
export class OrderChecker {
  constructor(
    private readonly options: {
      config: PluginConfig;
      targets: AwsTargets;
      forms: LaunchForms;
      inventory: ProvisionedProductStore;
      catalog: CatalogService;
      auth: AuthService;
      members: MemberDirectory;
      secrets: OrderSecretStore;
      quotas: QuotaKeeper;
      knex: Knex;
    },
  ) {}

  /**
   * @throws AwsCallError when AWS keeps us from checking
   */
  async check(order: StoredOrder): Promise<CheckResult> {
    try {
      await this.options.secrets.open(this.options.knex, order.id);
    } catch (error) {
      if (error instanceof SecretUnreadableError) {
        return { objection: failures.secretsUnreadable(error, true) };
      }
      throw error;
    }
    const objection =
      this.checkTarget(order) ??
      (await this.checkRequester(order)) ??
      (await this.checkOwner(order)) ??
      (await this.options.quotas.check(order));
    if (objection) {
      return { objection };
    }
    if (!kinds[order.kind].usesForm) {
      return this.compare(order, undefined);
    }
    return this.checkLaunch(order, this.options.targets.get(order.target));
  }

  private checkTarget(order: StoredOrder): Failure | undefined {
    const { target, owner } = order;
    const config = this.options.config.targets.find(
      ({ name }) => name === target,
    );
    if (!config?.owners.includes(owner)) {
      return failures.notServed(target, owner);
    }
    return config.accountId === order.accountId &&
      config.region === order.region
      ? undefined
      : failures.changed([digestPartNames.target]);
  }

  private async checkRequester(
    order: StoredOrder,
  ): Promise<Failure | undefined> {
    const { requester, owner, content } = order;
    const { requesterIsMember, requesterIsOperator } = content;
    const { config, members } = this.options;
    if (requesterIsOperator && (takesOperator(order) || !requesterIsMember)) {
      const operators = await members.listUsers(config.operators);
      return operators.has(requester)
        ? undefined
        : failures.requesterIsNoOperator(requester);
    }
    if (!requesterIsMember) {
      return undefined;
    }
    const ofOwner = await members.listUsers([owner]);
    return ofOwner.has(requester)
      ? undefined
      : failures.requesterLeft(requester, owner);
  }

  private async checkOwner(order: StoredOrder): Promise<Failure | undefined> {
    const { entityRef, owner, kind, target, provisionedProduct } = order;
    if (kinds[kind].changes) {
      const { id = '', name } = provisionedProduct;
      const found = await this.options.inventory.find(target, id);
      // One that our copy has lost sight of is AWS's to judge.
      return !found || found.owner === owner
        ? undefined
        : failures.ownerChanged(name, found.owner);
    }
    if (!entityRef) {
      return undefined;
    }
    const { catalog, auth } = this.options;
    const entity = await catalog.getEntityByRef(entityRef, {
      credentials: await auth.getOwnServiceCredentials(),
    });
    const owners = entity ? ownersOfEntity(entity) : [];
    return owners.includes(owner)
      ? undefined
      : failures.ownerChanged(entityRef, owners[0]);
  }

  private async checkLaunch(
    order: StoredOrder,
    target: AwsTarget,
  ): Promise<CheckResult> {
    const { product, version, content } = order;
    const path = findPath(
      content,
      (await listLaunchPaths(target, product.id)).map(({ id, name }) => ({
        id,
        portfolioName: name,
      })),
    );
    if (!path) {
      return {
        objection: failures.notLaunchable(
          `${product.name} cannot be launched through portfolio ${content.portfolioName} any more.`,
        ),
      };
    }
    try {
      const form = await this.options.forms.read(
        {
          target: order.target,
          productId: product.id,
          versionId: version?.id ?? '',
          pathId: path.id,
        },
        { fresh: true },
      );
      return { ...(await this.compare(order, form)), pathId: path.id };
    } catch (error) {
      if (isAwsCallError(error, 'not-found', 'invalid')) {
        return { objection: failures.notLaunchable(error.message) };
      }
      throw error;
    }
  }

  private async compare(
    order: StoredOrder,
    form: LaunchFormContent | undefined,
  ): Promise<Pick<CheckResult, 'objection' | 'returned'>> {
    const { secrets, knex } = this.options;
    const fingerprints = await secrets.listFingerprints(knex, order.id);
    const partDigests = freezeOrder(order, form, fingerprints);
    const changed = changedParts(order.content.partDigests, partDigests);
    const parts = changed.map(part => digestPartNames[part]);
    if (changed.length === 0) {
      return {};
    }
    const mayReturn =
      form !== undefined &&
      order.content.approval !== undefined &&
      changed.every(part => returnable.includes(part)) &&
      (await this.isStillValid(order, form));
    if (!mayReturn) {
      return { objection: failures.changed(parts) };
    }
    const { launchRole } = form;
    return {
      returned: {
        parts,
        content: { ...order.content, launchRole, partDigests },
        digest: orderDigest(partDigests),
      },
    };
  }

  /** Whether the values and tags of an order are good for the launch form as it is now. */
  private async isStillValid(
    order: StoredOrder,
    form: LaunchFormContent,
  ): Promise<boolean> {
    const { secrets, knex } = this.options;
    const { parameters, tags, sendsTags } = order.content;
    const values = Object.fromEntries(
      parameters.flatMap(parameter =>
        'value' in parameter ? [[parameter.key, parameter.value]] : [],
      ),
    );
    const kept = parameters
      .filter(parameter => 'usePreviousValue' in parameter)
      .map(({ key }) => key);
    const { problems } = checkValues(
      form,
      { ...values, ...(await secrets.open(knex, order.id)) },
      { keeps: new Set(kept), canStoreSecrets: true },
    );
    const tagsAllowed = form.tagOptions.every(option =>
      tags.some(
        ({ key, value }) => key === option.key && option.values.includes(value),
      ),
    );
    return problems.length === 0 && (!sendsTags || tagsAllowed);
  }
}

/**
 * The launch path that an order means: the one it was placed with if AWS still has it, else the only one through the same
 * portfolio.
 */
function findPath(
  { pathId, portfolioName }: StoredOrder['content'],
  paths: readonly LaunchPath[],
): LaunchPath | undefined {
  const same = paths.filter(path => path.portfolioName === portfolioName);
  return (
    same.find(({ id }) => id === pathId) ??
    (same.length === 1 ? same[0] : undefined)
  );
}
