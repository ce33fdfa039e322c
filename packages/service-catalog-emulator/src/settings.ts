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
  /**
   * Emulator seconds until what was made is seen by launch paths, lists of versions and searches of
   * provisioned products. AWS is eventually consistent there.
   */
  consistencySeconds: number;
  /** Emulator seconds for resources of a type, such as `{ 'AWS::RDS::DBInstance': 600 }`. */
  resourceSeconds: { [type: string]: number };
  /**
   * Emulator seconds that an engine of the emulator's own takes for products of the types EXTERNAL and
   * TERRAFORM_CLOUD. Absent: there is none, and their records wait for somebody to notify of their result.
   */
  engineSeconds?: number;
  /** Status of a provisioned product whose termination failed. AWS documents neither. */
  terminateFailureStatus: 'TAINTED' | 'ERROR';
}

/** What holds unless said otherwise. */
const DEFAULT_SETTINGS: EmulatorSettings = {
  stackSeconds: 20,
  shareSeconds: 3,
  consistencySeconds: 0,
  resourceSeconds: {},
  terminateFailureStatus: 'TAINTED',
};

/** The settings among the options, with every default filled in. */
export function settingsOf(
  options: Partial<EmulatorSettings>,
): EmulatorSettings {
  return {
    stackSeconds: options.stackSeconds ?? DEFAULT_SETTINGS.stackSeconds,
    shareSeconds: options.shareSeconds ?? DEFAULT_SETTINGS.shareSeconds,
    consistencySeconds:
      options.consistencySeconds ?? DEFAULT_SETTINGS.consistencySeconds,
    resourceSeconds:
      options.resourceSeconds ?? DEFAULT_SETTINGS.resourceSeconds,
    engineSeconds: options.engineSeconds,
    terminateFailureStatus:
      options.terminateFailureStatus ?? DEFAULT_SETTINGS.terminateFailureStatus,
  };
}
