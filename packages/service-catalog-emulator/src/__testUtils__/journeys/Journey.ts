import { RunningEmulator } from '../../createEmulator';
import { startEmulator, TEMPLATE_BASE } from '../harness';
import { BUCKET_TEMPLATE, CALLER_ARN } from '../seeds';

/** A request of a journey. */
export interface JourneyRequest {
  emulator: RunningEmulator;
  /** As the AWS CLI calls it. */
  service: 'servicecatalog' | 'cloudformation' | 'ce' | 'organizations' | 'sts';
  operation: string;
  input: { [member: string]: unknown };
  accessKeyId: string;
}

/** Carries a request out and gives its answer: over plain HTTP, by an SDK, by the AWS CLI. */
export type Send = (request: JourneyRequest) => Promise<unknown>;

/** Keys and indexes that lead to a string in an answer. */
type Path = (string | number)[];

/** The default account manages the organization; {@link RECIPIENT} is in it. */
export const RECIPIENT = '210987654321';

/** Where the template of {@link Journey.createProduct} is. */
export const BUCKET_INFO = {
  LoadTemplateFromURL: `${TEMPLATE_BASE}bucket.yaml`,
};

/** A user's way through the operations, in an emulator of its own. */
export class Journey {
  private tokens = 0;

  private constructor(
    readonly emulator: RunningEmulator,
    private readonly send: Send,
  ) {}

  /** Starts one whose requests are carried out by `send`. */
  static async start(send: Send): Promise<Journey> {
    const emulator = await startEmulator({
      templates: { 'bucket.yaml': BUCKET_TEMPLATE },
      organization: {
        managementAccountId: '123456789012',
        accounts: [RECIPIENT],
      },
    });
    return new Journey(emulator, send);
  }

  /** Moves the emulator's clock forward. */
  wait(seconds: number): void {
    this.emulator.clock.advance(seconds);
  }

  /** A token that was never used. */
  token(): string {
    this.tokens += 1;
    return `token-${this.tokens}`;
  }

  /** Calls an operation of Service Catalog and gives the string at the path in its answer. */
  call(operation: string, input: object, ...path: Path): Promise<string> {
    return this.callAs('test', operation, input, ...path);
  }

  /** {@link call} with another access key. */
  async callAs(
    accessKeyId: string,
    operation: string,
    input: object,
    ...path: Path
  ): Promise<string> {
    const answer = await this.callService(
      'servicecatalog',
      operation,
      input,
      accessKeyId,
    );
    return String(
      path.reduce<unknown>(
        (value, key) => (value as { [key: string | number]: unknown })[key],
        answer,
      ),
    );
  }

  /** Calls an operation of any service and gives its answer. */
  callService(
    service: JourneyRequest['service'],
    operation: string,
    input: object,
    accessKeyId: string = 'test',
  ): Promise<unknown> {
    const { emulator } = this;
    return this.send({
      emulator,
      service,
      operation,
      input: { ...input },
      accessKeyId,
    });
  }

  /** Makes a portfolio. */
  createPortfolio(): Promise<string> {
    return this.call(
      'CreatePortfolio',
      {
        DisplayName: 'Storage',
        ProviderName: 'Platform',
        Description: 'Where to put things',
        Tags: [{ Key: 'a', Value: 'b' }],
        IdempotencyToken: this.token(),
      },
      'PortfolioDetail',
      'Id',
    );
  }

  /** Makes a product with a version `v1`. */
  createProduct(): Promise<string> {
    return this.call(
      'CreateProduct',
      {
        Name: 'Bucket',
        Owner: 'Platform',
        Distributor: 'Platform',
        ProductType: 'CLOUD_FORMATION_TEMPLATE',
        Tags: [{ Key: 'a', Value: 'b' }],
        ProvisioningArtifactParameters: { Name: 'v1', Info: BUCKET_INFO },
        IdempotencyToken: this.token(),
      },
      'ProductViewDetail',
      'ProductViewSummary',
      'ProductId',
    );
  }

  /** Makes a portfolio with a product that the caller may launch. */
  async createCatalog(): Promise<{ portfolio: string; product: string }> {
    const portfolio = await this.createPortfolio();
    const product = await this.createProduct();
    await this.call('AssociateProductWithPortfolio', {
      PortfolioId: portfolio,
      ProductId: product,
    });
    await this.call('AssociatePrincipalWithPortfolio', {
      PortfolioId: portfolio,
      PrincipalARN: CALLER_ARN,
      PrincipalType: 'IAM',
    });
    return { portfolio, product };
  }

  /** Launches version `v1` of a product as `mine`, waits until it is there and gives the record's id. */
  async launch(product: string): Promise<string> {
    const record = await this.call(
      'ProvisionProduct',
      {
        ProductId: product,
        ProvisioningArtifactName: 'v1',
        ProvisionedProductName: 'mine',
        ProvisioningParameters: [{ Key: 'BucketPurpose', Value: 'uploads' }],
        Tags: [{ Key: 'a', Value: 'b' }],
        ProvisionToken: this.token(),
      },
      'RecordDetail',
      'RecordId',
    );
    this.wait(20);
    return record;
  }
}
