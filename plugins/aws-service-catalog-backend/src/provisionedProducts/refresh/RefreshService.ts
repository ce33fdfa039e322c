import { LoggerService } from '@backstage/backend-plugin-api';
import {
  RefreshedProvisionedProduct,
  RefreshProvisionedProductsRequest,
  RefreshProvisionedProductsResponse,
  TargetAddress,
} from 'backstage-plugin-aws-service-catalog-common';
import { assertUser, Caller, UserCaller } from '../../authorize';
import { AwsTargets } from '../../aws';
import { TooManyRequestsError } from '../../TooManyRequestsError';
import { InventoryRefresher } from '../InventoryRefresher';
import { ProvisionedProductsService } from '../ProvisionedProductsService';
import { CallLimit } from './CallLimit';
import { RefreshClaims } from './RefreshClaims';

/** How many of an entity's or a product's are looked at in one request, */
const LOOKED_AT = 100;
/** how many of them are read from AWS, */
const READ_AT_MOST = 20;
/** and how many at the same time. */
const READ_AT_ONCE = 4;

/** After how long a target is asked again that may not be called at the moment. */
const PACE_SECONDS = 5;

type Named = TargetAddress & { name: string };

/** Reads single provisioned products from AWS when somebody asks for it, ahead of the next sync. */
export class RefreshService {
  constructor(
    private readonly options: {
      provisionedProducts: ProvisionedProductsService;
      targets: AwsTargets;
      refresher: InventoryRefresher;
      claims: RefreshClaims;
      /** By caller and target. */
      limit: CallLimit;
      logger: LoggerService;
    },
  ) {}

  /**
   * Reads one, unless somebody has just had it read.
   *
   * @throws NotAllowedError unless the caller is a user
   * @throws NotFoundError when there is none, or the caller may not read it
   * @throws TooManyRequestsError when the caller asks too often, or AWS has to be spared
   * @throws AwsCallError; the copy is as it was then
   */
  async refresh(
    caller: Caller,
    address: TargetAddress,
  ): Promise<RefreshedProvisionedProduct> {
    assertUser(caller);
    const { provisionedProducts, claims } = this.options;
    const { target, id, name } = await provisionedProducts.findReadable(
      caller,
      address,
    );
    const asked = { target, id, name };
    const { taken, askedAt } = await claims.take(asked);
    if (!taken) {
      return { ...asked, state: 'recent', askedAt };
    }
    const waitSeconds = this.secondsToWait(caller, target);
    if (waitSeconds > 0) {
      await claims.release(asked);
      throw new TooManyRequestsError(
        `Too many resources of target ${target} were asked for. Try again in ${waitSeconds} seconds, or wait for the next sync.`,
        waitSeconds,
      );
    }
    return { ...asked, state: await this.read(asked), askedAt };
  }

  /**
   * Reads what an entity or a product has, as far as the caller may read it; what somebody has just had read is left out.
   *
   * @throws NotAllowedError unless the caller is a user
   */
  async refreshAll(
    caller: Caller,
    request: RefreshProvisionedProductsRequest,
  ): Promise<RefreshProvisionedProductsResponse> {
    assertUser(caller);
    const { entityRef, product } = request;
    const page = await this.options.provisionedProducts.list(caller, {
      entityRef,
      target: product?.target,
      product: product?.id,
      limit: LOOKED_AT,
    });
    const items: RefreshedProvisionedProduct[] = [];
    const open: (Named & { askedAt: string })[] = [];
    for (const { target, id, name } of page.items) {
      const asked = { target, id, name };
      const claim =
        open.length < READ_AT_MOST && (await this.claim(caller, asked));
      if (claim && claim.taken) {
        open.push({ ...asked, askedAt: claim.askedAt });
      } else if (claim) {
        items.push({ ...asked, state: 'recent', askedAt: claim.askedAt });
      }
    }
    for (let next = 0; next < open.length; next += READ_AT_ONCE) {
      items.push(
        ...(await Promise.all(
          open
            .slice(next, next + READ_AT_ONCE)
            .map(async ({ askedAt, ...asked }) => ({
              ...asked,
              state: await this.tryToRead(asked),
              askedAt,
            })),
        )),
      );
    }
    return { items, remaining: page.totalItems - items.length };
  }

  /** Undefined: the caller, or the target, has had enough for now. */
  private async claim(caller: UserCaller, asked: Named) {
    const { claims } = this.options;
    const claim = await claims.take(asked);
    if (claim.taken && this.secondsToWait(caller, asked.target) > 0) {
      await claims.release(asked);
      return undefined;
    }
    return claim;
  }

  /** Counts a read; 0: it may be done now. */
  private secondsToWait(caller: UserCaller, target: string): number {
    const { targets, limit } = this.options;
    if (!targets.get(target).pace.mayCall()) {
      return PACE_SECONDS;
    }
    return Math.ceil(limit.take(`${caller.userEntityRef} ${target}`) / 1000);
  }

  private async tryToRead(
    asked: Named,
  ): Promise<RefreshedProvisionedProduct['state']> {
    try {
      return await this.read(asked);
    } catch (error) {
      this.options.logger.warn(
        `Provisioned product ${asked.id} of target ${asked.target} could not be read again: ${error}`,
      );
      return 'failed';
    }
  }

  private async read(asked: Named): Promise<'read' | 'not-shown'> {
    const { refresher, claims } = this.options;
    try {
      const isShown = await refresher.refresh(asked.target, asked.id);
      return isShown ? 'read' : 'not-shown';
    } catch (error) {
      await claims.release(asked);
      throw error;
    }
  }
}
