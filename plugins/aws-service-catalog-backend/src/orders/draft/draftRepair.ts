import {
  FieldError,
  RepairOrderRequest,
} from 'backstage-plugin-aws-service-catalog-common';
import { UserCaller } from '../../authorize';
import { ChangeFacts, draftBase, findForChange, noValues } from './changeBase';
import { DraftResult } from './OrderDraft';

/** An ARN that AWS takes for a property, with the account as its first group that is there. */
const arns = {
  awsOwner: {
    pattern:
      /^arn:aws(?:-cn|-us-gov)?:(?:iam::(\d{12}):(?:user|role)\/[!-~]+|sts::(\d{12}):assumed-role\/[\w+=,.@-]+\/[\w+=,.@-]+)$/,
    what: 'the ARN of an IAM user, an IAM role or an assumed-role session',
    example: 'arn:aws:iam::111111111111:role/portal',
  },
  launchRole: {
    pattern: /^arn:aws(?:-cn|-us-gov)?:iam::(\d{12}):role\/[!-~]+$/,
    what: 'the ARN of an IAM role',
    example: 'arn:aws:iam::111111111111:role/launch',
  },
} as const;

type Property = keyof typeof arns;

function checkArn(
  property: Property,
  value: string | undefined,
  { target, accountId }: { target: string; accountId: string },
): FieldError[] {
  if (value === undefined) {
    return [];
  }
  const { pattern, what, example } = arns[property];
  const match = pattern.exec(value);
  if (!match) {
    return [
      {
        field: property,
        message: `This is not ${what}, such as ${example}.`,
      },
    ];
  }
  const account = match[1] ?? match[2];
  return account === accountId
    ? []
    : [
        {
          field: property,
          message: `This is in account ${account}; AWS takes ${what} only in account ${accountId}, that of target ${target}.`,
        },
      ];
}

function checkRepair(
  { awsOwner, launchRole, reason = '' }: RepairOrderRequest,
  place: { target: string; accountId: string },
): FieldError[] {
  const nothing: FieldError[] =
    awsOwner === undefined && launchRole === undefined
      ? [
          {
            field: 'awsOwner',
            message: 'Name an owner in AWS, a launch role, or both.',
          },
        ]
      : [];
  const silent: FieldError[] =
    reason.trim() === ''
      ? [
          {
            field: 'reason',
            message:
              'Say why: it decides who may do what in AWS, and whoever approves it, and the audit log, will ask.',
          },
        ]
      : [];
  return [
    ...nothing,
    ...checkArn('awsOwner', awsOwner, place),
    ...checkArn('launchRole', launchRole, place),
    ...silent,
  ];
}

/**
 * Drafts orders that set by whom AWS says that a provisioned product is owned, or with which role AWS works on it.
 *
 * @throws InvalidFieldsError when the request names something that does not exist
 * @throws NotAllowedError when the caller may not repair it
 * @throws ConflictError when it cannot be repaired now
 */
export async function draftRepair(
  caller: UserCaller,
  request: RepairOrderRequest,
  facts: ChangeFacts,
): Promise<DraftResult> {
  const found = await findForChange(caller, request, 'repair', facts);
  const { awsOwner, launchRole, reason = '' } = request;
  return {
    problems: checkRepair(request, found),
    draft: {
      ...draftBase(found),
      kind: 'repair',
      version: found.version,
      content: {
        ...noValues,
        repair: { awsOwner, launchRole, reason: reason.trim() },
      },
      effective: {},
      secrets: {},
    },
  };
}
