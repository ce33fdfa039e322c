import { LoggerService } from '@backstage/backend-plugin-api';
import { durationToMilliseconds } from '@backstage/types';
import { ClockService } from 'backstage-plugin-aws-service-catalog-node';
import { AwsPayer, isAwsCallError } from '../aws';
import { CostsConfig } from '../config';
import { CostStatisticsStore } from './CostStatisticsStore';
import { CostWriter } from './CostWriter';
import { monthOf } from './months';
import { PayerState, PayerStore } from './PayerStore';
import { readPayer } from './readPayer';

const HOUR_MS = 60 * 60_000;

/** How old AWS's data may be. */
const DATA_AGE_MS = 24 * HOUR_MS;

/** How much earlier than after a whole period the next read may be, so that the runs that look whose turn it is make it no later. */
const EARLY = 0.01;

/** Tells operators why a read failed: no ARN, and nothing that AWS wrote. */
function describeFailure(error: unknown): string {
  if (!isAwsCallError(error)) {
    return 'The costs could not be read.';
  }
  switch (error.kind) {
    case 'throttled':
      return 'AWS answers too many requests at the moment.';
    case 'unavailable':
      return 'AWS does not answer.';
    case 'access-denied':
      return 'The role in the payer account lacks the permission ce:GetCostAndUsage, or Cost Explorer is not enabled there.';
    case 'credentials':
      return "AWS does not accept the portal's credentials for the payer account.";
    case 'wrong-account':
      return "The portal's credentials belong to another AWS account.";
    default:
      return `AWS refused ${error.operation} (${error.code}).`;
  }
}

/** How often it is looked whose turn it is, in milliseconds. */
export function lookEveryMs({ frequency }: CostsConfig): number {
  return Math.min(HOUR_MS, durationToMilliseconds(frequency));
}

/** Reads what things cost: seldom, because every page of an answer is billed. */
export class CostKeeper {
  constructor(
    private readonly options: {
      config: CostsConfig;
      payers: readonly AwsPayer[];
      store: PayerStore;
      writer: CostWriter;
      statistics: CostStatisticsStore;
      clock: ClockService;
      logger: LoggerService;
    },
  ) {}

  /**
   * Reads every payer account whose turn it is. One that fails is tried again after an hour, then two, up to the usual time, and what was read
   * before stays. It never throws for what AWS does.
   */
  async run(signal?: AbortSignal): Promise<void> {
    const { payers, store, clock, statistics } = this.options;
    const states = await store.readStates();
    let hasRead = false;
    for (const payer of payers) {
      signal?.throwIfAborted();
      const state = states.get(payer.accountId);
      if (!state || state.nextReadAt <= clock.now().toISOString()) {
        hasRead = (await this.read(payer, state, signal)) || hasRead;
      }
    }
    if (hasRead) {
      await statistics.refresh(clock.now());
    }
  }

  private async read(
    payer: AwsPayer,
    state: PayerState | undefined,
    signal: AbortSignal | undefined,
  ): Promise<boolean> {
    const { config, store, writer, clock, logger } = this.options;
    const { accountId } = payer;
    const periodMs = durationToMilliseconds(config.frequency);
    const now = clock.now();
    const inMs = (milliseconds: number) =>
      new Date(now.getTime() + milliseconds).toISOString();
    try {
      const { costs, notActivated } = await readPayer(payer, config, {
        now,
        signal,
        onCall: () => store.countCall(accountId, monthOf(now)),
      });
      const written = await writer.write(accountId, costs, now, signal);
      await store.save(accountId, {
        readAt: now.toISOString(),
        // Where nothing runs, nothing has the tag either.
        notActivated:
          notActivated && (await writer.hasRunSince(inMs(-DATA_AGE_MS))),
        failures: 0,
        nextReadAt: inMs(periodMs * (1 - EARLY)),
      });
      logger.debug(
        `Read the costs of payer account ${accountId}: ${costs.size} provisioned products, ${written} rows written`,
      );
      return true;
    } catch (error) {
      if (signal?.aborted) {
        logger.info(`Stopped to read the costs of payer account ${accountId}`);
        return false;
      }
      const failures = (state?.failures ?? 0) + 1;
      logger.warn(
        `Could not read the costs of payer account ${accountId}: ${error}`,
      );
      await store.save(accountId, {
        ...state,
        failures,
        error: describeFailure(error),
        nextReadAt: inMs(
          Math.min(lookEveryMs(config) * 2 ** (failures - 1), periodMs),
        ),
      });
      return false;
    }
  }
}
