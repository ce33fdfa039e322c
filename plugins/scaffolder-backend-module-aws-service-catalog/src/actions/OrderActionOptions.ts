import { setTimeout } from 'node:timers/promises';
import { AuthService } from '@backstage/backend-plugin-api';
import { ActionContext } from '@backstage/plugin-scaffolder-node';
import { JsonObject } from '@backstage/types';
import {
  AwsServiceCatalogService,
  ClockService,
} from 'backstage-plugin-aws-service-catalog-node';

/**
 * What the actions need from the backend.
 *
 * @public
 */
export type OrderActionOptions = {
  awsServiceCatalog: AwsServiceCatalogService;
  auth: AuthService;
  clock: ClockService;
  /**
   * Waits; rejects when the signal is aborted. Default: a timer. Tests pass one that moves their clock instead.
   */
  sleep?: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
};

/** The part of an action's context that does not depend on its inputs and outputs. */
export type StepContext = Pick<
  ActionContext<JsonObject>,
  | 'checkpoint'
  | 'getInitiatorCredentials'
  | 'logger'
  | 'signal'
  | 'step'
  | 'task'
>;

/** Waits on a timer. */
export async function sleepOnTimer(
  milliseconds: number,
  signal?: AbortSignal,
): Promise<void> {
  await setTimeout(milliseconds, undefined, { signal });
}
