import { Caller } from './catalog/Caller';
import { LifecycleFaults } from './faults/FaultRegistry';
import { EmulatorSettings } from './settings';
import { AccountState } from './state/AccountState';
import { IdPrefix } from './state/ids';
import { World } from './state/World';

/** What an operation works with. */
export interface OperationContext {
  caller: Caller;
  region: string;
  /** The caller's account in the request's Region. */
  state: AccountState;
  world: World;
  /** The time of the request; it does not change while the request is handled. */
  now: number;
  /** A new id; things that a seed declares have the same one at every start. */
  newId: (prefix: IdPrefix) => string;
  settings: EmulatorSettings;
  /** Loads a version's template, or whatever it is, by URL, or says why it cannot. */
  loadArtifact: (url: string) => Promise<Buffer>;
  faults: LifecycleFaults;
}

/** A response body, in AWS's shape. `undefined` members are left out; times are epoch seconds. */
export type Output = { [member: string]: unknown };
