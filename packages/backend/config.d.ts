export interface Config {
  auth?: {
    providers?: {
      /** Sign-in without a password, for the demo. Refused when NODE_ENV is production. */
      demo?: {
        /** Names of user entities in the namespace `default` that anybody may sign in as. */
        users: string[];
      };
    };
  };
  demo?: {
    /** Where the emulator is whose clock the backend goes by. */
    emulatorUrl?: string;
  };
}
