import { Caller } from '../catalog/Caller';
import { AwsError } from '../errors';
import { AssumedRoleSession } from '../state/entities';
import { alphanumericDigest, hexDigest } from '../state/ids';
import { parseRoleArn } from '../state/RoleDirectory';
import { World } from '../state/World';
import { integer, string, structure } from '../validation/shapes';
import { validateInput } from '../validation/validate';
import { XmlElement } from './queryProtocol';

const ASSUME_ROLE = structure(
  {
    RoleArn: string({
      min: 20,
      max: 2048,
      pattern:
        '[\\u0009\\u000A\\u000D\\u0020-\\u007E\\u0085\\u00A0-\\uD7FF\\uE000-\\uFFFD]+',
    }),
    RoleSessionName: string({ min: 2, max: 64, pattern: '[\\w+=,.@-]*' }),
    DurationSeconds: integer({ min: 900, max: 43200 }),
    ExternalId: string({ min: 2, max: 1224, pattern: '[\\w+=,.@:\\/-]*' }),
    SourceIdentity: string({ min: 2, max: 64, pattern: '[\\w+=,.@-]*' }),
  },
  ['RoleArn', 'RoleSessionName'],
);

/** AWS Security Token Service, as far as clients of Service Catalog need it. */
export function handleSts(
  parameters: URLSearchParams,
  caller: Caller,
  world: World,
  onChange: () => void,
): XmlElement {
  const action = parameters.get('Action');
  switch (action) {
    case 'GetCallerIdentity':
      return {
        Arn: caller.sessionArn,
        UserId: userId(caller),
        Account: caller.accountId,
      };
    case 'AssumeRole': {
      const session = assumeRole(parameters, caller, world);
      onChange();
      return session;
    }
    default:
      throw new AwsError(
        'InvalidAction',
        `Could not find operation ${action} for version 2011-06-15`,
      );
  }
}

function assumeRole(
  parameters: URLSearchParams,
  caller: Caller,
  world: World,
): XmlElement {
  const duration = parameters.get('DurationSeconds');
  const text = (name: string) => parameters.get(name) ?? undefined;
  const input = {
    RoleArn: text('RoleArn'),
    RoleSessionName: text('RoleSessionName'),
    DurationSeconds: duration === null ? undefined : Number(duration),
    ExternalId: text('ExternalId'),
    SourceIdentity: text('SourceIdentity'),
  };
  validateInput(ASSUME_ROLE, input);
  const { RoleArn: roleArn = '', RoleSessionName: sessionName = '' } = input;
  const role = parseRoleArn(roleArn);
  if (!role) {
    throw new AwsError('ValidationError', `${roleArn} is invalid`);
  }
  if (!world.roles.allows(roleArn, caller, input.ExternalId)) {
    // AWS does not tell a role that is missing from one that does not trust the caller.
    throw new AwsError(
      'AccessDenied',
      `User: ${caller.sessionArn} is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`,
      403,
    );
  }
  const { accountId, name: roleName } = role;
  // The same session again is the same credentials: long test runs do not pile them up.
  const key = ['session', roleArn, sessionName];
  const session: AssumedRoleSession = {
    accessKeyId: `ASIA${alphanumericDigest(
      16,
      world.ids.seed,
      ...key,
    ).toUpperCase()}`,
    secretAccessKey: hexDigest(40, world.ids.seed, 'secret', ...key),
    sessionToken: hexDigest(64, world.ids.seed, 'token', ...key),
    accountId,
    roleName,
    roleArn,
    sessionName,
  };
  world.sessions.set(session.accessKeyId, session);
  // SDKs compare this with the wall clock, so the emulator's clock would mislead them.
  const expiration = new Date(
    Date.now() + (input.DurationSeconds ?? 3600) * 1000,
  );
  return {
    AssumedRoleUser: {
      Arn: `arn:aws:sts::${accountId}:assumed-role/${roleName}/${sessionName}`,
      AssumedRoleId: `AROA${alphanumericDigest(
        17,
        roleArn,
      ).toUpperCase()}:${sessionName}`,
    },
    Credentials: {
      AccessKeyId: session.accessKeyId,
      SecretAccessKey: session.secretAccessKey,
      SessionToken: session.sessionToken,
      Expiration: expiration.toISOString(),
    },
  };
}

function userId({ principalArn, sessionArn }: Caller): string {
  const isRole = principalArn !== sessionArn;
  const id = alphanumericDigest(17, principalArn).toUpperCase();
  return isRole ? `AROA${id}:${sessionArn.split('/').pop()}` : `AIDA${id}`;
}
