import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import {
  ServiceCatalogClient,
  ServiceInputTypes,
  ServiceOutputTypes,
} from '@aws-sdk/client-service-catalog';
import { TargetConfig } from '../config';
import { AwsConnection, AwsIdentity, ConnectionOptions } from './AwsConnection';
import { AwsService, CallOptions } from './AwsService';
import { AwsCallError } from './errors';
import { TargetPace } from './TargetPace';

type Command<
  Input extends ServiceInputTypes,
  Output extends ServiceOutputTypes,
> = Parameters<typeof ServiceCatalogClient.prototype.send<Input, Output>>[0];

/**
 * One AWS account and Region, with clients and credentials that are never used for another.
 */
export class AwsTarget {
  readonly name: string;
  readonly accountId: string;
  readonly region: string;
  /** How fast this process may work in it. */
  readonly pace: TargetPace;
  /** The stacks of provisioned products. */
  readonly cloudFormation: AwsService<CloudFormationClient>;

  private readonly connection: AwsConnection;
  private readonly serviceCatalog: AwsService<ServiceCatalogClient>;

  constructor(config: TargetConfig, options: ConnectionOptions) {
    const { name, accountId, region, endpoint } = config;
    this.name = name;
    this.accountId = accountId;
    this.region = region;
    this.connection = new AwsConnection(
      { target: name, title: `target ${name}`, accountId, region, endpoint },
      options,
    );
    this.pace = this.connection.pace;
    this.serviceCatalog = this.connection.service(ServiceCatalogClient);
    this.cloudFormation = this.connection.service(CloudFormationClient);
  }

  /**
   * Makes sure that the credentials belong to this target's account; see {@link AwsConnection.verifyAccount}.
   *
   * @throws AwsCallError of kind `wrong-account`, or of what kept us from asking
   */
  async verifyAccount(): Promise<void> {
    await this.connection.verifyAccount();
  }

  /**
   * Whose the credentials are; see {@link AwsConnection.identify}.
   *
   * @throws AwsCallError
   */
  async identify(): Promise<AwsIdentity> {
    return this.connection.identify();
  }

  /**
   * Makes sure that this is the account and Region that something was ordered in: the configuration may have given the name to
   * another since.
   *
   * @throws AwsCallError of kind `wrong-account`
   */
  verifyPlace(ordered: { accountId: string; region: string }): void {
    const { accountId, region } = ordered;
    if (accountId !== this.accountId || region !== this.region) {
      throw new AwsCallError(
        `Target ${this.name} is account ${this.accountId} in ${this.region} now, and this was ordered in account ${accountId} in ${region}`,
        {
          kind: 'wrong-account',
          code: 'TargetMoved',
          context: { operation: 'none', target: this.name },
        },
      );
    }
  }

  /**
   * Sends a read to Service Catalog: again, up to four times in all, when AWS throttles or does not answer.
   *
   * @throws AwsCallError
   */
  async read<
    Input extends ServiceInputTypes,
    Output extends ServiceOutputTypes,
  >(
    operation: string,
    command: Command<Input, Output>,
    options?: CallOptions,
  ): Promise<Output> {
    return this.serviceCatalog.read(
      operation,
      (client, sending) => client.send<Input, Output>(command, sending),
      options,
    );
  }

  /**
   * Sends a call to Service Catalog exactly once; see {@link AwsService.sendOnce}.
   *
   * @param options.secrets - values that AWS might quote in a message, and that must not come out in an error
   * @throws AwsCallError
   */
  async sendOnce<
    Input extends ServiceInputTypes,
    Output extends ServiceOutputTypes,
  >(
    operation: string,
    command: Command<Input, Output>,
    options?: CallOptions & { secrets?: readonly string[] },
  ): Promise<Output> {
    return this.serviceCatalog.sendOnce(
      operation,
      (client, sending) => client.send<Input, Output>(command, sending),
      options,
    );
  }
}
