import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { isError } from '@backstage/errors';
import { AwsCredentialsManager } from '@backstage/integration-aws-node';
import { ClockService } from 'backstage-plugin-aws-service-catalog-node';
import { AwsService, ClientConfig } from './AwsService';
import {
  AwsCallContext,
  AwsCallError,
  AwsErrorKind,
  AwsPlaceName,
} from './errors';
import { TargetPace } from './TargetPace';
import { toAwsCallError } from './toAwsCallError';

/** Time limits of one call to AWS, in milliseconds. */
export type AwsTimeouts = {
  connectMs: number;
  /** From sending to the end of the answer. */
  requestMs: number;
};

/** What is told of a call to AWS that has ended. */
export type EndedCall = {
  /** For example `ProvisionProduct`. */
  operation: string;
  /** The target's name. */
  target: string;
  durationMs: number;
  /** Absent when it succeeded. */
  errorKind?: AwsErrorKind;
};

/** What every connection of this process has in common. */
export type ConnectionOptions = {
  credentialsManager: AwsCredentialsManager;
  clock: ClockService;
  timeouts: AwsTimeouts;
  /** Waits between the attempts of a read. */
  wait: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
  /** Told of every call. */
  onCall?: (call: EndedCall) => void;
};

/** Which account and Region a connection is to, and what it is called. */
export type AwsPlace = AwsPlaceName & {
  /** 12 digits. */
  accountId: string;
  region: string;
  /** Where AWS's services are spoken to, instead of AWS. */
  endpoint?: string;
};

/** Whose credentials are. */
export type AwsIdentity = {
  accountId: string;
  arn: string;
  /** By how many milliseconds the machine's clock is ahead of AWS's, which tells whole seconds; negative when it is behind. */
  clockSkewMs?: number;
};

const USER_AGENT = 'backstage-plugin-aws-service-catalog';

/** How long a confirmed account is believed. Credentials change by rotation, within one account. */
const IDENTITY_TTL_MS = 15 * 60_000;

const IDENTIFY = 'GetCallerIdentity';

function readHeader(response: unknown, name: string): string | undefined {
  const { headers } = (response ?? {}) as { headers?: Record<string, string> };
  return headers?.[name];
}

/**
 * The way into one AWS account and Region, with credentials that are never used for another: a client per AWS service, and one
 * pace, measure and manner of failing for all of them.
 */
export class AwsConnection {
  /** How fast this process may work in it. */
  readonly pace: TargetPace;

  private readonly sts: AwsService<STSClient>;
  private verification?: { promise: Promise<void>; expiresAtMs: number };

  constructor(
    readonly place: AwsPlace,
    private readonly options: ConnectionOptions,
  ) {
    this.pace = new TargetPace(options.clock);
    this.sts = this.service(STSClient);
  }

  /**
   * A service of AWS. Its client is made with the first call.
   *
   * @param Client - the SDK's class
   * @param kinds - what errors mean that mean something else in this service than in most
   */
  service<C>(
    Client: new (config: ClientConfig) => C,
    kinds?: Readonly<Record<string, AwsErrorKind>>,
  ): AwsService<C> {
    return new AwsService({
      createClient: async operation =>
        new Client(await this.clientConfig(operation)),
      call: (context, send) =>
        this.call({ ...context, kinds, ...this.name }, send),
      wait: this.options.wait,
    });
  }

  /**
   * Makes sure that the credentials belong to this account. The answer is believed for a quarter of an hour; a failure is not
   * kept.
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
   * Whose the credentials are, and how the machine's clock, by which calls are signed, differs from AWS's.
   *
   * AWS API: STS `GetCallerIdentity`, and the `Date` header of its answer.
   *
   * @throws AwsCallError
   */
  async identify(): Promise<AwsIdentity> {
    const command = new GetCallerIdentityCommand({});
    let date: string | undefined;
    command.middlewareStack.add(
      next => async args => {
        const result = await next(args);
        date = readHeader(result.response, 'date');
        return result;
      },
      { step: 'deserialize' },
    );
    const { Account: accountId = '', Arn: arn = '' } = await this.sts.sendOnce(
      IDENTIFY,
      (client, options) => client.send(command, options),
    );
    const theirs = Date.parse(date ?? '');
    return {
      accountId,
      arn,
      clockSkewMs: Number.isNaN(theirs) ? undefined : Date.now() - theirs,
    };
  }

  private get name(): AwsPlaceName {
    return { target: this.place.target, title: this.place.title };
  }

  private async askAccount(): Promise<void> {
    const { accountId: account } = await this.identify();
    if (account !== this.place.accountId) {
      throw new AwsCallError(
        `The credentials configured for ${this.place.title} belong to AWS account ${account}, not to ${this.place.accountId}`,
        {
          kind: 'wrong-account',
          code: 'WrongAccount',
          context: { operation: IDENTIFY, ...this.name },
        },
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

  private async clientConfig(operation: string): Promise<ClientConfig> {
    const { sdkCredentialProvider } = await this.findCredentials(operation);
    const { connectMs, requestMs } = this.options.timeouts;
    return {
      region: this.place.region,
      endpoint: this.place.endpoint,
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
        accountId: this.place.accountId,
      });
    } catch (error) {
      throw new AwsCallError(
        `There are no credentials for ${this.place.title}: ${
          isError(error) ? error.message : error
        }`,
        {
          kind: 'credentials',
          code: 'NoCredentials',
          context: { operation, ...this.name },
        },
      );
    }
  }
}
