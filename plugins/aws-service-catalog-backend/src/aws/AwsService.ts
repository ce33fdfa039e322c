import type { AwsCredentialProvider } from '@backstage/integration-aws-node';
import { AwsCallContext, isAwsCallError } from './errors';

/** How a call is made. */
export type CallOptions = {
  signal?: AbortSignal;
};

/** What the SDK's clients of all services are made with. */
export type ClientConfig = {
  region: string;
  endpoint?: string;
  credentials: AwsCredentialProvider['sdkCredentialProvider'];
  customUserAgent: string;
  maxAttempts: number;
  requestHandler: {
    connectionTimeout: number;
    requestTimeout: number;
    throwOnRequestTimeout: boolean;
  };
};

/** Sends a command with the SDK's client of a service. */
type Send<C, Output> = (
  client: C,
  options: { abortSignal?: AbortSignal },
) => Promise<Output>;

const READ_ATTEMPTS = 4;
const FIRST_WAIT_MS = 200;
const LONGEST_WAIT_MS = 5_000;

/**
 * One service of AWS in one account and Region, such as CloudFormation: its client, and how it is called.
 */
export class AwsService<C> {
  private client?: C;

  constructor(
    private readonly options: {
      createClient: (operation: string) => Promise<C>;
      /** Makes one call and makes what it throws our own. */
      call: <Output>(
        context: Pick<AwsCallContext, 'operation' | 'secrets'>,
        send: () => Promise<Output>,
      ) => Promise<Output>;
      wait: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
    },
  ) {}

  /**
   * Sends a read: again, up to four times in all, when AWS throttles or does not answer.
   *
   * @param operation - the operation's name in AWS, for metrics and errors
   * @param send - sends the command, with the options it is handed
   * @throws AwsCallError
   */
  async read<Output>(
    operation: string,
    send: Send<C, Output>,
    options?: CallOptions,
  ): Promise<Output> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.sendOnce(operation, send, options);
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
  async sendOnce<Output>(
    operation: string,
    send: Send<C, Output>,
    options?: CallOptions & { secrets?: readonly string[] },
  ): Promise<Output> {
    return this.options.call(
      { operation, secrets: options?.secrets },
      async () => {
        this.client ??= await this.options.createClient(operation);
        return send(this.client, { abortSignal: options?.signal });
      },
    );
  }
}
