import { NotAllowedError, NotFoundError } from '@backstage/errors';
import {
  Principals,
  TargetAddress,
} from 'backstage-plugin-aws-service-catalog-common';
import {
  AwsTargets,
  describeProvisionedProduct,
  searchProvisionedProductsPage,
} from '../../aws';
import { Caller } from '../../authorize';
import { ProvisionedProductsService } from '../ProvisionedProductsService';

/** By whom AWS says that provisioned products are owned, and with which role it works on them. */
export class PrincipalsService {
  constructor(
    private readonly options: {
      targets: AwsTargets;
      provisionedProducts: ProvisionedProductsService;
    },
  ) {}

  /**
   * Reads it from AWS with three calls, each time: operators ask for it when they are about to set it, and need what is true now.
   *
   * @throws NotFoundError when there is no such provisioned product, in AWS neither, or the caller may not read it
   * @throws NotAllowedError when the caller is no operator
   * @throws AwsCallError
   */
  async read(caller: Caller, address: TargetAddress): Promise<Principals> {
    const { targets, provisionedProducts } = this.options;
    const { id } = await provisionedProducts.findReadable(caller, address);
    if (!caller.isOperator) {
      throw new NotAllowedError(
        'Only the people who run the portal can see by whom AWS says that it is owned.',
      );
    }
    const target = targets.get(address.target);
    await target.verifyAccount();
    const [identity, page, described] = await Promise.all([
      target.identify(),
      searchProvisionedProductsPage(target, { terms: [`id:${id}`] }),
      describeProvisionedProduct(target, { id }),
    ]);
    if (!described) {
      throw new NotFoundError(
        `AWS shows no provisioned product ${id} in target ${address.target}`,
      );
    }
    return {
      awsOwner: page.provisionedProducts.find(each => each.id === id)?.userArn,
      launchRole: described.launchRole,
      portal: identity.arn,
    };
  }
}
