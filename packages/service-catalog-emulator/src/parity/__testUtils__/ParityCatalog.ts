import { randomBytes } from 'node:crypto';
import {
  DescribeRecordOutput,
  ProvisionProductInput,
  ServiceCatalog,
  UpdateProvisionedProductInput,
} from '@aws-sdk/client-service-catalog';
import { ServiceUnderTest } from './ServiceUnderTest';

/** How often something is looked at before the suite gives up: some 15 minutes on AWS. */
const MAX_ATTEMPTS = 65;

/** Statuses of records that have ended. */
const ENDED = ['SUCCEEDED', 'FAILED'];

/**
 * A portfolio with one product, under a name that nothing else has, and verbs for it. It knows what
 * it has made and removes that again, whatever happened in between.
 */
export class ParityCatalog {
  /** What everything made here is called, or begins with. */
  readonly name = `parity-${Date.now().toString(36)}-${randomBytes(3).toString(
    'hex',
  )}`;
  private readonly cleanups: (() => Promise<unknown>)[] = [];
  portfolioId = '';
  productId = '';
  versionId = '';

  private constructor(private readonly service: ServiceUnderTest) {}

  get client(): ServiceCatalog {
    return this.service.client;
  }

  /** Makes the portfolio and the product in it, which nobody may launch yet. */
  static async create(service: ServiceUnderTest): Promise<ParityCatalog> {
    const catalog = new ParityCatalog(service);
    try {
      await catalog.make();
    } catch (error) {
      await catalog.remove();
      throw error;
    }
    return catalog;
  }

  private async make(): Promise<void> {
    const { client, name } = this;
    const { PortfolioDetail } = await client.createPortfolio({
      DisplayName: name,
      ProviderName: 'Parity suite',
      IdempotencyToken: name,
    });
    const PortfolioId = PortfolioDetail!.Id!;
    this.portfolioId = PortfolioId;
    this.cleanups.push(() => client.deletePortfolio({ Id: PortfolioId }));
    const created = await client.createProduct({
      Name: name,
      Owner: 'Parity suite',
      ProductType: 'CLOUD_FORMATION_TEMPLATE',
      ProvisioningArtifactParameters: {
        Name: 'v1',
        Type: 'CLOUD_FORMATION_TEMPLATE',
        Info: {
          LoadTemplateFromURL: this.service.templateUrl('parameter.yaml'),
        },
      },
      IdempotencyToken: name,
    });
    const ProductId = created.ProductViewDetail!.ProductViewSummary!.ProductId!;
    this.productId = ProductId;
    this.versionId = created.ProvisioningArtifactDetail!.Id!;
    this.cleanups.push(() => client.deleteProduct({ Id: ProductId }));
    await this.until(
      () => client.describeProductAsAdmin({ Id: ProductId }),
      ({ ProductViewDetail }) => ProductViewDetail!.Status !== 'CREATING',
    );
    await client.associateProductWithPortfolio({ PortfolioId, ProductId });
    this.cleanups.push(() =>
      client.disassociateProductFromPortfolio({ PortfolioId, ProductId }),
    );
  }

  /** Lets the caller launch the product, and waits until that is known everywhere. */
  async open(): Promise<void> {
    const { client, portfolioId: PortfolioId, productId: ProductId } = this;
    const principal = {
      PortfolioId,
      PrincipalARN: this.service.principalArn,
    };
    await client.associatePrincipalWithPortfolio({
      ...principal,
      PrincipalType: 'IAM',
    });
    this.cleanups.push(() =>
      client.disassociatePrincipalFromPortfolio(principal),
    );
    await this.until(
      () => client.listLaunchPaths({ ProductId }).catch(ifNotFound),
      paths => paths !== undefined,
    );
  }

  /** Launches the product; what it leaves is removed in the end. */
  async launch(
    suffix: string,
    parameters: { [key: string]: string },
    more: Partial<ProvisionProductInput> = {},
  ): Promise<string> {
    const ProvisionedProductName = `${this.name}-${suffix}`;
    const { RecordDetail } = await this.client.provisionProduct({
      ProductId: this.productId,
      ProvisioningArtifactId: this.versionId,
      ProvisionedProductName,
      ProvisioningParameters: pairs(parameters),
      ProvisionToken: ProvisionedProductName,
      ...more,
    });
    this.cleanups.push(() => this.terminateIfThere(ProvisionedProductName));
    return RecordDetail!.RecordId!;
  }

  /** Updates what was launched under the suffix. */
  async update(
    suffix: string,
    parameters: UpdateProvisionedProductInput['ProvisioningParameters'],
  ): Promise<string> {
    const { RecordDetail } = await this.client.updateProvisionedProduct({
      ProductId: this.productId,
      ProvisioningArtifactId: this.versionId,
      ProvisionedProductName: `${this.name}-${suffix}`,
      ProvisioningParameters: parameters,
      UpdateToken: undefined,
    });
    return RecordDetail!.RecordId!;
  }

  /** Waits until a record has ended. */
  ended(Id: string): Promise<DescribeRecordOutput> {
    return this.until(
      () => this.client.describeRecord({ Id }),
      ({ RecordDetail }) => ENDED.includes(RecordDetail!.Status!),
    );
  }

  /** Looks again and again until it finds what it is after. */
  async until<T>(
    look: () => Promise<T>,
    isEnough: (found: T) => boolean,
  ): Promise<T> {
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
      const found = await look();
      if (isEnough(found)) {
        return found;
      }
      await this.service.pause(attempt);
    }
    throw new Error(`What was waited for did not happen: ${isEnough}`);
  }

  /** Removes everything made here, the latest first, as far as it can be removed. */
  async remove(): Promise<void> {
    const problems: unknown[] = [];
    for (const cleanup of this.cleanups.splice(0).reverse()) {
      await cleanup().catch(error => problems.push(error));
    }
    if (problems.length > 0) {
      throw new AggregateError(problems, `Something of ${this.name} is left`);
    }
  }

  private async terminateIfThere(ProvisionedProductName: string) {
    const found = await this.client
      .describeProvisionedProduct({ Name: ProvisionedProductName })
      .catch(ifNotFound);
    if (found) {
      const { RecordDetail } = await this.client.terminateProvisionedProduct({
        ProvisionedProductName,
        TerminateToken: undefined,
      });
      await this.ended(RecordDetail!.RecordId!);
    }
  }
}

/** Parameters of a launch or an update. */
export function pairs(parameters: { [key: string]: string }) {
  return Object.entries(parameters).map(([Key, Value]) => ({ Key, Value }));
}

/** Something that is not there is `undefined`; other errors stay. */
function ifNotFound(error: Error): undefined {
  if (error.name !== 'ResourceNotFoundException') {
    throw error;
  }
  return undefined;
}
