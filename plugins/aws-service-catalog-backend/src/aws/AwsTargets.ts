import { setTimeout as sleep } from 'node:timers/promises';
import { NotFoundError } from '@backstage/errors';
import { AwsCredentialsManager } from '@backstage/integration-aws-node';
import { ClockService } from 'backstage-plugin-aws-service-catalog-node';
import { PayerConfig, TargetConfig } from '../config';
import { AwsTimeouts, ConnectionOptions, EndedCall } from './AwsConnection';
import { AwsPayer } from './AwsPayer';
import { AwsTarget } from './AwsTarget';

const defaultTimeouts: AwsTimeouts = { connectMs: 3_000, requestMs: 15_000 };

/**
 * The AWS accounts and Regions the portal works in, each with a client and credentials of its own.
 */
export class AwsTargets {
  /**
   * Makes no call: credentials are asked for with the first one, so a target that is down or misconfigured stops only
   * itself.
   */
  static create(options: {
    targets: readonly TargetConfig[];
    /** The accounts whose costs are read; default: none. */
    payers?: readonly PayerConfig[];
    credentialsManager: AwsCredentialsManager;
    clock: ClockService;
    timeouts?: AwsTimeouts;
    /** Waits between the attempts of a read; replaced in tests. */
    wait?: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
    /** Told of every call. */
    onCall?: (call: EndedCall) => void;
  }): AwsTargets {
    const connection: ConnectionOptions = {
      credentialsManager: options.credentialsManager,
      clock: options.clock,
      timeouts: options.timeouts ?? defaultTimeouts,
      wait:
        options.wait ??
        ((milliseconds, signal) => sleep(milliseconds, undefined, { signal })),
      onCall: options.onCall,
    };
    return new AwsTargets(
      options.targets.map(config => new AwsTarget(config, connection)),
      (options.payers ?? []).map(config => new AwsPayer(config, connection)),
    );
  }

  private readonly byName: ReadonlyMap<string, AwsTarget>;

  private constructor(
    targets: AwsTarget[],
    /** The accounts that pay, in order of configuration. */
    readonly payers: readonly AwsPayer[],
  ) {
    this.byName = new Map(targets.map(target => [target.name, target]));
  }

  /** In order of configuration. */
  list(): AwsTarget[] {
    return [...this.byName.values()];
  }

  /**
   * @throws NotFoundError when no target has the name, for example since it was taken out of the configuration
   */
  get(name: string): AwsTarget {
    const target = this.byName.get(name);
    if (!target) {
      throw new NotFoundError(`There is no target '${name}'`);
    }
    return target;
  }
}
