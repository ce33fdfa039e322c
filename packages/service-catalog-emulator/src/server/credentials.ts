import { Caller, callerFromArn } from '../catalog/Caller';
import { AwsError } from '../errors';
import { World } from '../state/World';

/** What a SigV4 `Authorization` header says about a request. */
export interface SignedRequest {
  accessKeyId: string;
  region: string;
  service: string;
}

/** Access keys and the IAM principals they stand for. */
export interface Credentials {
  /** Principal ARN by access key id. */
  principals: { [accessKeyId: string]: string };
  /** Account of access keys that nothing else assigns to one. */
  defaultAccountId: string;
}

const CREDENTIAL =
  /^AWS4-HMAC-SHA256\s+(?:.*,\s*)?Credential=([^/,\s]+)\/\d{8}\/([^/,\s]+)\/([^/,\s]+)\/aws4_request/;

/**
 * Reads the header. The signature itself is not checked: the emulator knows no secrets.
 *
 * @throws AwsError when there is no header, or not one of SigV4
 */
export function parseAuthorization(header: string | undefined): SignedRequest {
  if (!header) {
    throw new AwsError(
      'MissingAuthenticationTokenException',
      'Missing Authentication Token',
    );
  }
  const match = CREDENTIAL.exec(header);
  if (!match) {
    throw new AwsError(
      'IncompleteSignatureException',
      "Authorization header requires 'Credential' parameter.",
    );
  }
  const [, accessKeyId, region, service] = match;
  return { accessKeyId, region, service };
}

/**
 * Who an access key is: a session handed out by AssumeRole; a principal from the table; the user
 * `emulator` of the account whose 12 digits are the access key (optionally after `AKIA`); or that
 * user in the default account.
 */
export function callerOf(
  accessKeyId: string,
  { principals, defaultAccountId }: Credentials,
  world: World,
): Caller {
  const session = world.sessions.get(accessKeyId);
  if (session) {
    return {
      accountId: session.accountId,
      principalArn: session.roleArn,
      sessionArn: `arn:aws:sts::${session.accountId}:assumed-role/${session.roleName}/${session.sessionName}`,
    };
  }
  if (Object.hasOwn(principals, accessKeyId)) {
    return callerFromArn(principals[accessKeyId]);
  }
  const accountId =
    /^(?:AKIA)?(\d{12})$/.exec(accessKeyId)?.[1] ?? defaultAccountId;
  return callerFromArn(`arn:aws:iam::${accountId}:user/emulator`);
}
