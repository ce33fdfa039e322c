import { Caller } from '../catalog/Caller';
import { page } from '../catalog/paging';
import { Output } from '../context';
import { AwsError } from '../errors';
import { Organization } from '../state/Organization';
import { World } from '../state/World';
import { integer, string, structure } from '../validation/shapes';
import { validateInput } from '../validation/validate';

const LIST_ACCOUNTS = structure({
  NextToken: string({ max: 100000, pattern: '[\\s\\S]*' }),
  MaxResults: integer({ min: 1, max: 20 }),
});

/** Accounts joined at a time that says nothing: the first second of 2020. */
const JOINED = Date.UTC(2020, 0, 1) / 1000;

/** AWS Organizations, as far as administrators of Service Catalog need it. */
export function handleOrganizations(
  operation: string,
  input: { NextToken?: string; MaxResults?: number },
  caller: Caller,
  world: World,
): Output {
  const { organization } = world;
  switch (operation) {
    case 'DescribeOrganization':
      return describeOrganization(requireMember(organization, caller));
    case 'ListAccounts':
      validateInput(LIST_ACCOUNTS, input);
      return listAccounts(requireMember(organization, caller), input, caller);
    default:
      throw new AwsError(
        'UnknownOperationException',
        `${operation} is not an operation of AWS Organizations that this emulator implements.`,
      );
  }
}

function requireMember(
  organization: Organization | undefined,
  { accountId }: Caller,
): Organization {
  if (!organization?.has(accountId)) {
    throw new AwsError(
      'AWSOrganizationsNotInUseException',
      'Your account is not a member of an organization.',
    );
  }
  return organization;
}

function describeOrganization(organization: Organization): Output {
  const { id, arn, managementAccountId } = organization;
  const [{ email }] = organization.accountsUnder(managementAccountId);
  return {
    Organization: {
      Id: id,
      Arn: arn,
      FeatureSet: 'ALL',
      MasterAccountArn: accountArn(organization, managementAccountId),
      MasterAccountId: managementAccountId,
      MasterAccountEmail: email,
      AvailablePolicyTypes: [
        { Type: 'SERVICE_CONTROL_POLICY', Status: 'ENABLED' },
      ],
    },
  };
}

function listAccounts(
  organization: Organization,
  { NextToken, MaxResults }: { NextToken?: string; MaxResults?: number },
  { accountId }: Caller,
): Output {
  if (!organization.isAdministrator(accountId)) {
    throw new AwsError(
      'AccessDeniedException',
      "You don't have permissions to access this resource.",
    );
  }
  const { items, nextPageToken } = page(
    organization.accounts,
    { PageToken: NextToken, PageSize: MaxResults },
    20,
  );
  return {
    Accounts: items.map(({ id, name, email, status }) => ({
      Id: id,
      Arn: accountArn(organization, id),
      Email: email,
      Name: name,
      Status: status,
      JoinedMethod: 'CREATED',
      JoinedTimestamp: JOINED,
    })),
    NextToken: nextPageToken,
  };
}

function accountArn(
  { id, managementAccountId }: Organization,
  accountId: string,
): string {
  return `arn:aws:organizations::${managementAccountId}:account/${id}/${accountId}`;
}
