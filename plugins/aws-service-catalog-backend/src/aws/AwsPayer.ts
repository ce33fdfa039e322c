import { CostExplorerClient } from '@aws-sdk/client-cost-explorer';
import { PayerConfig } from '../config';
import { AwsConnection, ConnectionOptions } from './AwsConnection';
import { AwsService } from './AwsService';

/**
 * An account that pays for targets, as far as its Cost Explorer goes: with a client and credentials that are never used for another.
 */
export class AwsPayer {
  readonly accountId: string;
  /** What costs cost here. Every answer of it is billed. */
  readonly costExplorer: AwsService<CostExplorerClient>;

  private readonly connection: AwsConnection;

  constructor(config: PayerConfig, options: ConnectionOptions) {
    const { accountId, region, endpoint } = config;
    this.accountId = accountId;
    this.connection = new AwsConnection(
      {
        target: `payer-${accountId}`,
        title: `payer account ${accountId}`,
        accountId,
        region,
        endpoint,
      },
      options,
    );
    this.costExplorer = this.connection.service(CostExplorerClient, {
      // "You made too many calls in a short period of time": here it is no quota.
      LimitExceededException: 'throttled',
    });
  }

  /**
   * Makes sure that the credentials belong to this account; see {@link AwsConnection.verifyAccount}.
   *
   * @throws AwsCallError of kind `wrong-account`, or of what kept us from asking
   */
  async verifyAccount(): Promise<void> {
    await this.connection.verifyAccount();
  }
}
