import {
  ServiceCatalogClient,
  ServiceInputTypes,
  ServiceOutputTypes,
} from '@aws-sdk/client-service-catalog';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { isError } from '@backstage/errors';
import { AwsCredentialsManager } from '@backstage/integration-aws-node';
import { ClockService } from 'backstage-plugin-aws-service-catalog-node';
import { TargetConfig } from '../config';
import type { AwsTimeouts, EndedCall } from './AwsTargets';
import {
  AwsCallContext,
  AwsCallError,
  AwsErrorKind,
  isAwsCallError,
} from './errors';
import { TargetPace } from './TargetPace';
import { toAwsCallError } from './toAwsCallError';

type Command<
  Input extends ServiceInputTypes,
  Output extends ServiceOutputTypes,
> = Parameters<typeof ServiceCatalogClient.prototype.send<Input, Output>>[0];

/** How a call is made. */
export type CallOptions = {
  signal?: AbortSignal;
};

const USER_AGENT = 'backstage-plugin-aws-service-catalog';

/** How long a confirmed account is believed. Credentials change by rotation, within one account. */
const IDENTITY_TTL_MS = 15 * 60_000;

const READ_ATTEMPTS = 4;
const FIRST_WAIT_MS = 200;
const LONGEST_WAIT_MS = 5_000;

/**
 * One AWS account and Region, with a client and credentials that are never used for another.
 */
export class AwsTarget {
  readonly name: string;
  readonly accountId: string;
  readonly region: string;
  /** How fast this process may work in it. */
  readonly pace: TargetPace;

  private client?: ServiceCatalogClient;
  private sts?: STSClient;
  private verification?: { promise: Promise<void>; expiresAtMs: number };

  constructor(
    private readonly config: TargetConfig,
    private readonly options: {
      credentialsManager: AwsCredentialsManager;
      clock: ClockService;
      timeouts: AwsTimeouts;
      wait: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
      onCall?: (call: EndedCall) => void;
    },
  ) {
    this.name = config.name;
    this.accountId = config.accountId;
    this.region = config.region;
    this.pace = new TargetPace(options.clock);
  }

  /**
   * Makes sure that the credentials belong to this target's account. The answer is believed for a quarter of an hour; a
   * failure is not kept.
   *
   * AWS API: STS `GetCallerIdentity`, which needs no permission.
   *
   * @throws AwsCallError of kind `wrong-account`, or of what kept us from asking
   */
  async verifyAccount(): Promise<void> {
    const nowMs = this.options.clock.now().getTime();
    if (!this.verification || this.verification.expiresAtMs <= nowMs) {
      const verification = {
        promise: this.askAccount(),
        expiresAtMs: nowMs + IDENTITY_TTL_MS,
      };
      this.verification = verification;
      verification.promise.catch(() => {
        if (this.verification === verification) {
          this.verification = undefined;
        }
      });
    }
    await this.verification.promise;
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
   * Sends a read: again, up to four times in all, when AWS throttles or does not answer.
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
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.sendOnce(operation, command, options);
      } catch (error) {
        if (
          attempt >= READ_ATTEMPTS ||
          options?.signal?.aborted ||
          !isAwsCallError(error, 'throttled', 'unavailable')
        ) {
          throw error;
        }
        const longestMs = FIRST_WAIT_MS * 2 ** (attempt - 1);
        const jitteredMs = longestMs * (0.5 + Math.random() / 2);
        await this.options.wait(
          Math.min(
            Math.max(jitteredMs, error.retryAfterMs ?? 0),
            LONGEST_WAIT_MS,
          ),
          options?.signal,
        );
      }
    }
  }

  /**
   * Sends a call exactly once: the SDK's own retries are off, so whoever calls decides what an ambiguous answer means.
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
    const context = {
      operation,
      target: this.name,
      secrets: options?.secrets,
    };
    return this.call(context, async () => {
      this.client ??= new ServiceCatalogClient(
        await this.clientConfig(operation),
      );
      return this.client.send<Input, Output>(command, {
        abortSignal: options?.signal,
      });
    });
  }

  private async askAccount(): Promise<void> {
    const context = { operation: 'GetCallerIdentity', target: this.name };
    const { Account: account } = await this.call(context, async () => {
      this.sts ??= new STSClient(await this.clientConfig(context.operation));
      return this.sts.send(new GetCallerIdentityCommand({}));
    });
    if (account !== this.accountId) {
      throw new AwsCallError(
        `The credentials configured for target ${this.name} belong to AWS account ${account}, not to ${this.accountId}`,
        { kind: 'wrong-account', code: 'WrongAccount', context },
      );
    }
  }

  /** Makes one call, tells of its end, and makes what it throws our own. */
  private async call<T>(
    context: AwsCallContext,
    send: () => Promise<T>,
  ): Promise<T> {
    const { operation, target } = context;
    const startedAtMs = performance.now();
    const tell = (errorKind?: AwsErrorKind) => {
      this.pace.note({ throttled: errorKind === 'throttled' });
      this.options.onCall?.({
        operation,
        target,
        durationMs: performance.now() - startedAtMs,
        errorKind,
      });
    };
    try {
      const answer = await send();
      tell();
      return answer;
    } catch (error) {
      const thrown = toAwsCallError(error, context);
      tell(thrown.kind);
      throw thrown;
    }
  }

  private async clientConfig(operation: string) {
    const { sdkCredentialProvider } = await this.findCredentials(operation);
    const { connectMs, requestMs } = this.options.timeouts;
    return {
      region: this.region,
      endpoint: this.config.endpoint,
      credentials: sdkCredentialProvider,
      customUserAgent: USER_AGENT,
      maxAttempts: 1,
      requestHandler: {
        connectionTimeout: connectMs,
        requestTimeout: requestMs,
        // Without it a slow answer is only logged.
        throwOnRequestTimeout: true,
      },
    };
  }

  private async findCredentials(operation: string) {
    try {
      return await this.options.credentialsManager.getCredentialProvider({
        accountId: this.accountId,
      });
    } catch (error) {
      throw new AwsCallError(
        `There are no credentials for target ${this.name}: ${
          isError(error) ? error.message : error
        }`,
        {
          kind: 'credentials',
          code: 'NoCredentials',
          context: { operation, target: this.name },
        },
      );
    }
  }
}
