import { isDatabaseConflictError } from '@backstage/backend-plugin-api';
import { ConflictError } from '@backstage/errors';
import { Knex } from 'knex';
import {
  checkParameterValue,
  FieldError,
  LaunchParameter,
} from 'backstage-plugin-aws-service-catalog-common';
import { ClockService } from 'backstage-plugin-aws-service-catalog-node';
import { UserCaller } from '../authorize';
import { InvalidFieldsError } from '../InvalidFieldsError';
import { LaunchForms } from '../products';
import { advanceOrder } from './advanceOrder';
import { orderDigest } from './digest';
import { refreezeParameters } from './freezeOrder';
import { newAttempt } from './newAttempt';
import { OrderStore } from './OrderStore';
import { QuotaKeeper } from './quotas/QuotaKeeper';
import { OrderSecretStore } from './secrets/OrderSecretStore';
import { listSentSecrets, StoredOrder } from './StoredOrder';

/** Begins new attempts at failed orders. */
export class OrderRetrier {
  constructor(
    private readonly options: {
      knex: Knex;
      store: OrderStore;
      secrets: OrderSecretStore;
      forms: LaunchForms;
      clock: ClockService;
      quotas: QuotaKeeper;
    },
  ) {}

  /**
   * Queues a failed order again, as a new attempt with a token of its own. What the attempt before left behind is noted, to be
   * terminated first. Whether the caller may was decided before. An approval holds on:
   * it was given for everything that is launched but the secrets, and of those nothing was seen.
   *
   * @param values - the order's secrets, by parameter key: they were wiped, so they are asked for again
   * @throws InvalidFieldsError naming `secrets.<key>`, or `quota` when others have taken its place
   * @throws ConflictError when another order for the same provisioned product is unfinished
   */
  async retry(
    caller: UserCaller,
    failed: StoredOrder,
    values: Readonly<Record<string, string>>,
  ): Promise<void> {
    const { knex, store, secrets, clock, quotas } = this.options;
    const problems = await this.checkSecrets(failed, values);
    if (problems.length > 0) {
      throw new InvalidFieldsError(problems);
    }
    const sealed = await secrets.seal(knex, failed.id, values);
    const partDigests = refreezeParameters(
      failed.content.partDigests,
      failed.content.parameters,
      sealed.fingerprints,
    );
    const next = newAttempt(failed);
    const { order, event } = advanceOrder(
      failed,
      {
        type: 'retried',
        message: `Attempt ${next.attempt} begins.`,
        actor: caller.userEntityRef,
        now: clock.now(),
      },
      {
        ...next,
        digest: orderDigest(partDigests),
        content: { ...failed.content, partDigests },
      },
    );
    try {
      const quota = await quotas.find(order);
      await knex.transaction(async tx => {
        await quotas.reserve(tx, quota, order);
        if (!(await store.save(tx, order, event))) {
          throw new ConflictError('Somebody else began a new attempt.');
        }
        await secrets.replace(tx, sealed, {
          keepTraces: failed.progress.sentAt !== undefined,
        });
      });
    } catch (error) {
      if (isDatabaseConflictError(error)) {
        throw new ConflictError(
          `Another order for ${order.provisionedProduct.name} is not finished yet`,
        );
      }
      throw error;
    }
  }

  private async checkSecrets(
    order: StoredOrder,
    values: Readonly<Record<string, string>>,
  ): Promise<FieldError[]> {
    const keys = listSentSecrets(order);
    const unknown = Object.keys(values)
      .filter(key => !keys.includes(key))
      .map(key => ({
        field: `secrets.${key}`,
        message: `The order has no secret parameter '${key}'.`,
      }));
    if (keys.length === 0) {
      return unknown;
    }
    const { secrets } = this.options;
    const parameters = await this.readParameters(order);
    const wrong = keys.flatMap(key => {
      const parameter = parameters.find(each => each.key === key);
      let message: string | undefined;
      if (!Object.hasOwn(values, key)) {
        message = `Parameter '${key}' was wiped after it was sent: give it again.`;
      } else if (!secrets.canStore) {
        message = `Parameter '${key}' is a secret, and the portal has no key to encrypt it with: awsServiceCatalog.secrets.keys is not configured.`;
      } else if (parameter) {
        message = checkParameterValue(parameter, values[key]);
      }
      return message ? [{ field: `secrets.${key}`, message }] : [];
    });
    return [...unknown, ...wrong];
  }

  private async readParameters(order: StoredOrder): Promise<LaunchParameter[]> {
    const form = await this.options.forms.read({
      target: order.target,
      productId: order.product.id,
      versionId: order.version?.id ?? '',
      pathId: order.content.pathId ?? '',
    });
    return form.parameters;
  }
}
