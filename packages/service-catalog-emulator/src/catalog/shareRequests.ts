import { Caller } from './Caller';
import { portfolioById } from './lookups';
import { OperationContext, Output } from '../context';
import { AwsError, invalidParameters, invalidState } from '../errors';
import { failureReason } from '../faults/FaultRegistry';
import { Organization } from '../state/Organization';
import { ShareOperation, ShareTarget, ShareType } from '../state/SharingState';
import { World } from '../state/World';

/** The members by which a request names whom a portfolio is shared with. */
export interface ShareTargetInput {
  AccountId?: string;
  OrganizationNode?: { Type?: string; Value?: string };
}

const NODE_TYPES: { [type: string]: ShareType } = {
  ORGANIZATION: 'ORGANIZATION',
  ORGANIZATIONAL_UNIT: 'ORGANIZATIONAL_UNIT',
  ACCOUNT: 'ORGANIZATION_MEMBER_ACCOUNT',
};

/** The types of organisation nodes, as requests name them, by type of share. */
export const NODE_TYPE_OF: { [T in ShareType]?: string } = Object.fromEntries(
  Object.entries(NODE_TYPES).map(([node, share]) => [share, node]),
);

/**
 * Whom a request means. A node must be one of the organisation, which only the organisation's
 * administrators of Service Catalog can name.
 *
 * @throws InvalidParametersException, ResourceNotFoundException or OperationNotSupportedException
 */
export function shareTarget(
  { world, caller }: Pick<OperationContext, 'world' | 'caller'>,
  { AccountId, OrganizationNode: node }: ShareTargetInput,
): ShareTarget {
  if ((AccountId === undefined) === (node === undefined)) {
    throw invalidParameters(
      'Exactly one of AccountId and OrganizationNode must be specified.',
    );
  }
  if (AccountId !== undefined) {
    if (AccountId === caller.accountId) {
      throw invalidParameters(
        `A portfolio cannot be shared with the account that owns it: ${AccountId}.`,
      );
    }
    return { type: 'ACCOUNT', principalId: AccountId };
  }
  const organization = requireAdministrator(world, caller);
  const { Type = '', Value = '' } = node!;
  const principalId = Value.split('/').pop()!;
  if (!isNode(organization, Type, principalId)) {
    throw invalidParameters(
      `Organization node ${Value} of type ${Type} is not part of the organization ${organization.id}.`,
    );
  }
  return { type: NODE_TYPES[Type], principalId };
}

/** With whom principals can be shared by name. */
const SHARES_OF_MANY: readonly ShareType[] = [
  'ORGANIZATION',
  'ORGANIZATIONAL_UNIT',
];

/**
 * The portfolio and whom it is, or is to be, shared with.
 *
 * @throws AwsError when the portfolio is not the account's own, or cannot be shared like that
 */
export function shareRequest(
  context: OperationContext,
  input: ShareTargetInput & { PortfolioId: string; SharePrincipals?: boolean },
): { portfolioId: string; target: ShareTarget } {
  const { id: portfolioId } = portfolioById(context.state, input.PortfolioId);
  const target = shareTarget(context, input);
  if (input.SharePrincipals && !SHARES_OF_MANY.includes(target.type)) {
    throw invalidParameters(
      `SharePrincipals is only supported for nodes of the types ${SHARES_OF_MANY.join(
        ' and ',
      )}.`,
    );
  }
  return { portfolioId, target };
}

function isNode(organization: Organization, type: string, id: string): boolean {
  switch (type) {
    case 'ORGANIZATION':
      return organization.id === id;
    case 'ORGANIZATIONAL_UNIT':
      return organization.units.has(id);
    default:
      return organization.has(id);
  }
}

/**
 * The organisation, for a caller from its management account or a delegated administrator.
 *
 * @throws OperationNotSupportedException for everybody else
 */
export function requireAdministrator(
  { organization }: World,
  { accountId }: Caller,
): Organization {
  if (!organization?.isAdministrator(accountId)) {
    throw notSupported(
      `Account ${accountId} is neither the management account of an organization nor a delegated administrator of Service Catalog.`,
    );
  }
  return organization;
}

/** The organisation, for a caller from its management account. */
export function requireManagementAccount(
  { organization }: World,
  { accountId }: Caller,
): Organization {
  if (organization?.managementAccountId !== accountId) {
    throw notSupported(
      `Account ${accountId} is not the management account of an organization.`,
    );
  }
  return organization;
}

/** @throws InvalidStateException unless Service Catalog may share with the organisation */
export function requireOrganizationsAccess({
  organizationsAccess,
}: World): void {
  if (!organizationsAccess) {
    throw invalidState(
      'AWS Organizations access is not enabled: call EnableAWSOrganizationsAccess from the management account first.',
    );
  }
}

function notSupported(message: string): AwsError {
  return new AwsError('OperationNotSupportedException', message);
}

/** How long an operation on a share is NOT_STARTED, as a part of the time that it takes. */
const START_SHARE = 0.1;

/**
 * Starts to change a share. What becomes of it is decided now: it reaches the active accounts under
 * the node, other than the owner.
 */
export function startShareOperation(
  { state, now, newId, world, faults, settings }: OperationContext,
  {
    kind,
    portfolioId,
    target,
    changes = {},
  }: Pick<ShareOperation, 'kind' | 'portfolioId'> & {
    target: ShareTarget;
    changes?: ShareOperation['changes'];
  },
): ShareOperation {
  const failure = faults.take('shareFailure');
  const duration = Math.round(settings.shareSeconds * 1000);
  const recipients =
    target.type === 'ACCOUNT'
      ? [{ id: target.principalId, status: 'ACTIVE' }]
      : world
          .organization!.accountsUnder(target.principalId)
          .filter(({ id }) => id !== state.accountId);
  const isReached = ({ id, status }: { id: string; status: string }) =>
    status === 'ACTIVE' &&
    !(failure && (failure.accounts?.includes(id) ?? true));
  const missed = recipients.filter(recipient => !isReached(recipient));
  const operation: ShareOperation = {
    id: newId('share'),
    kind,
    portfolioId,
    ...target,
    startsAt: now + Math.round(duration * START_SHARE),
    completesAt: now + duration,
    successful: recipients.filter(isReached).map(({ id }) => id),
    errors:
      missed.length === 0
        ? []
        : [
            {
              accounts: missed.map(({ id }) => id),
              error: 'InternalError',
              message: failureReason(failure) ?? 'The account is suspended.',
            },
          ],
    changes,
    settled: false,
  };
  state.sharing.start(operation);
  return operation;
}

/** `ShareStatus` of an operation, as the clock has it. */
export function shareStatus(operation: ShareOperation, now: number): string {
  if (now < operation.startsAt) {
    return 'NOT_STARTED';
  }
  if (now < operation.completesAt) {
    return 'IN_PROGRESS';
  }
  if (operation.errors.length === 0) {
    return 'COMPLETED';
  }
  return operation.successful.length > 0 ? 'COMPLETED_WITH_ERRORS' : 'ERROR';
}

/** `ShareDetails` of an operation that has ended. */
export function shareDetails({ successful, errors }: ShareOperation): Output {
  return {
    SuccessfulShares: successful,
    ShareErrors: errors.map(({ accounts, error, message }) => ({
      Accounts: accounts,
      Error: error,
      Message: message,
    })),
  };
}
