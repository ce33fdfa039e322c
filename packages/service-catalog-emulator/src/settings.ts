/**
 * How the simulation behaves where AWS leaves room.
 *
 * @public
 */
export interface EmulatorSettings {
  /** Emulator seconds that a stack takes, when no resource type has a time of its own. */
  stackSeconds: number;
  /** Emulator seconds that sharing with an organization takes. */
  shareSeconds: number;
  /** Emulator seconds for resources of a type, such as `{ 'AWS::RDS::DBInstance': 600 }`. */
  resourceSeconds: { [type: string]: number };
  /** Status of a provisioned product whose termination failed. AWS documents neither. */
  terminateFailureStatus: 'TAINTED' | 'ERROR';
}

/** What holds unless said otherwise. */
export const DEFAULT_SETTINGS: EmulatorSettings = {
  stackSeconds: 20,
  shareSeconds: 3,
  resourceSeconds: {},
  terminateFailureStatus: 'TAINTED',
};
