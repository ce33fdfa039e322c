import { setTimeout as sleep } from 'node:timers/promises';
import { NotFoundError } from '@backstage/errors';
import { AwsCredentialsManager } from '@backstage/integration-aws-node';
import { ClockService } from 'backstage-plugin-aws-service-catalog-node';
import { TargetConfig } from '../config';
import { AwsTimeouts, EndedCall } from './AwsConnection';
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
    credentialsManager: AwsCredentialsManager;
    clock: ClockService;
    timeouts?: AwsTimeouts;
    /** Waits between the attempts of a read; replaced in tests. */
    wait?: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
    /** Told of every call. */
    onCall?: (call: EndedCall) => void;
  }): AwsTargets {
    const wait =
      options.wait ??
      ((milliseconds, signal) => sleep(milliseconds, undefined, { signal }));
    return new AwsTargets(
      options.targets.map(
        config =>
          new AwsTarget(config, {
            credentialsManager: options.credentialsManager,
            clock: options.clock,
            timeouts: options.timeouts ?? defaultTimeouts,
            wait,
            onCall: options.onCall,
          }),
      ),
    );
  }

  private readonly byName: ReadonlyMap<string, AwsTarget>;

  private constructor(targets: AwsTarget[]) {
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
