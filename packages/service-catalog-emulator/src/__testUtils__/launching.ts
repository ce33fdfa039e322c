import {
  DescribeProvisionedProductCommand,
  DescribeRecordCommand,
  ProvisionProductCommand,
  RecordDetail,
  ServiceCatalogClient,
  TerminateProvisionedProductCommand,
  TerminateProvisionedProductCommandInput,
  UpdateProvisionedProductCommand,
  UpdateProvisionedProductCommandInput,
} from '@aws-sdk/client-service-catalog';
import { EmulatorOptions, RunningEmulator } from '../createEmulator';
import { serviceCatalogClient } from './clients';
import { startEmulator, TEMPLATE_BASE } from './harness';
import { PortfolioSeed, seedTemplate } from './seeds';

/** Values by parameter name. */
export type Values = { [name: string]: string };

/** An emulator with a product `Stack`, whose versions are the templates, and verbs for it. */
export class Launching {
  private constructor(
    readonly emulator: RunningEmulator,
    readonly client: ServiceCatalogClient,
  ) {}

  /** Starts one. Versions are named as in `versions`; the first one is there from the seed. */
  static async start(
    versions: { [name: string]: object },
    options: EmulatorOptions = {},
    constraints?: PortfolioSeed['constraints'],
  ): Promise<Launching> {
    const names = Object.keys(versions);
    const template = seedTemplate({
      Stacks: { products: { Stack: `${names[0]}.json` }, constraints },
    });
    const { Stack } = template.Resources as {
      [id: string]: { Properties: { [name: string]: unknown } };
    };
    Stack.Properties.ProvisioningArtifactParameters = names.map(Name => ({
      Name,
      Info: { LoadTemplateFromURL: `${TEMPLATE_BASE}${Name}.json` },
    }));
    const emulator = await startEmulator({
      templates: Object.fromEntries(
        names.map(name => [`${name}.json`, JSON.stringify(versions[name])]),
      ),
      seeds: [{ template }],
      ...options,
    });
    return new Launching(emulator, serviceCatalogClient(emulator.url));
  }

  /** Moves time forward. */
  wait(seconds: number = 30): void {
    this.emulator.clock.advance(seconds);
  }

  /** Launches a version as `mine`. */
  async provision(version: string, values: Values = {}) {
    const { RecordDetail: record } = await this.client.send(
      new ProvisionProductCommand({
        ProductName: 'Stack',
        ProvisioningArtifactName: version,
        ProvisionedProductName: 'mine',
        ProvisioningParameters: pairs(values),
      }),
    );
    return record!;
  }

  /** Updates `mine`. */
  async update(
    version: string,
    values: Values = {},
    more: Partial<UpdateProvisionedProductCommandInput> = {},
  ) {
    const { RecordDetail: record } = await this.client.send(
      new UpdateProvisionedProductCommand({
        ProvisionedProductName: 'mine',
        ProductName: 'Stack',
        ProvisioningArtifactName: version,
        ProvisioningParameters: pairs(values),
        UpdateToken: undefined,
        ...more,
      }),
    );
    return record!;
  }

  /** Terminates `mine`. */
  async terminate(more: Partial<TerminateProvisionedProductCommandInput> = {}) {
    const { RecordDetail: record } = await this.client.send(
      new TerminateProvisionedProductCommand({
        ProvisionedProductName: 'mine',
        TerminateToken: undefined,
        ...more,
      }),
    );
    return record!;
  }

  /** What DescribeProvisionedProduct says of `mine`; `undefined` when it is gone. */
  async describe() {
    try {
      const { ProvisionedProductDetail } = await this.client.send(
        new DescribeProvisionedProductCommand({ Name: 'mine' }),
      );
      return ProvisionedProductDetail!;
    } catch (error) {
      if ((error as Error).name === 'ResourceNotFoundException') {
        return undefined;
      }
      throw error;
    }
  }

  /** What DescribeRecord says. */
  describeRecord({ RecordId }: Pick<RecordDetail, 'RecordId'>) {
    return this.client.send(new DescribeRecordCommand({ Id: RecordId }));
  }

  /** ARN of the stack that a launch made, once it has begun. */
  async stackArn(record: Pick<RecordDetail, 'RecordId'>): Promise<string> {
    const { RecordOutputs } = await this.describeRecord(record);
    return RecordOutputs![0].OutputValue!;
  }
}

function pairs(values: Values) {
  return Object.entries(values).map(([Key, Value]) => ({ Key, Value }));
}
