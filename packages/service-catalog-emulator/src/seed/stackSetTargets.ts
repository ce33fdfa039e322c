import { asText, isObject, JsonObject } from '../cloudformation/json';
import { Organization } from '../state/Organization';

/** One account and Region that a stack set deploys to. */
export interface StackSetTarget {
  accountId: string;
  region: string;
}

/**
 * Where a stack set deploys its template: the accounts under its organizational units, all of them or, with
 * `INTERSECTION` and `DIFFERENCE`, some of them; or the accounts that it names. The management account is never among
 * those of the organization.
 *
 * @param properties - of an `AWS::CloudFormation::StackSet`, evaluated
 */
export function stackSetTargets(
  properties: JsonObject,
  organization: Organization | undefined,
): StackSetTarget[] {
  return objects(properties.StackInstancesGroup).flatMap(group =>
    accountsOf(
      isObject(group.DeploymentTargets) ? group.DeploymentTargets : {},
      organization,
    ).flatMap(accountId =>
      texts(group.Regions).map(region => ({ accountId, region })),
    ),
  );
}

function accountsOf(
  targets: JsonObject,
  organization: Organization | undefined,
): string[] {
  const named = texts(targets.Accounts);
  const units = texts(targets.OrganizationalUnitIds);
  if (units.length === 0 || organization === undefined) {
    return named;
  }
  const under = [
    ...new Set(
      units.flatMap(unit =>
        organization.accountsUnder(unit).map(({ id }) => id),
      ),
    ),
  ].filter(id => id !== organization.managementAccountId);
  switch (targets.AccountFilterType) {
    case 'INTERSECTION':
      return under.filter(id => named.includes(id));
    case 'DIFFERENCE':
      return under.filter(id => !named.includes(id));
    case 'UNION':
      return [...new Set([...under, ...named])];
    default:
      return under;
  }
}

function objects(value: unknown): JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.map(asText) : [];
}
