/** The response given for an idempotency token, to be given again. */
export interface TokenUse {
  /** Operation and token. */
  key: string;
  inputDigest: string;
  /** What was answered. Absent when that is a record: it is shown again as it was at `usedAt`. */
  response?: unknown;
  /** The record that was started, if one was. */
  recordId?: string;
  usedAt: number;
}

/** Temporary credentials handed out by AssumeRole. */
export interface AssumedRoleSession {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken: string;
  accountId: string;
  roleName: string;
  roleArn: string;
  sessionName: string;
}
