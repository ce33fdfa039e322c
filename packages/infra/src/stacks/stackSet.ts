import { CfnStackSet } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { Organization } from '../config/organization';

/** Accounts of the organisation: those under units, or only some of them. */
export interface Targets {
  organizationalUnitIds: string[];
  /** Without it, all accounts under the units, those that join later too. */
  accounts?: string[];
}

/**
 * Deploys a template to accounts of the organisation, in the Region of the app only: IAM roles are global, and would be
 * made twice otherwise.
 */
export function addStackSet(
  scope: Construct,
  id: string,
  options: {
    organization: Organization;
    name: string;
    description: string;
    templateBody: string;
    parameters?: { [name: string]: string };
    targets: Targets;
    /** StackSets that have to be in an account before it, also when an account joins later. */
    after?: CfnStackSet[];
  },
): CfnStackSet {
  const { organization, targets, after = [] } = options;
  const stackSet = new CfnStackSet(scope, id, {
    stackSetName: options.name,
    description: options.description,
    permissionModel: 'SERVICE_MANAGED',
    callAs: 'DELEGATED_ADMIN',
    capabilities: ['CAPABILITY_NAMED_IAM'],
    // Accounts that join a unit get it only when it is meant for all of the unit.
    autoDeployment: targets.accounts
      ? { enabled: false }
      : {
          enabled: true,
          retainStacksOnAccountRemoval: false,
          dependsOn: after.length > 0 ? after.map(arnOf) : undefined,
        },
    managedExecution: { Active: true },
    operationPreferences: {
      failureToleranceCount: 0,
      maxConcurrentPercentage: 100,
      regionConcurrencyType: 'PARALLEL',
    },
    parameters: Object.entries(options.parameters ?? {}).map(
      ([parameterKey, parameterValue]) => ({ parameterKey, parameterValue }),
    ),
    stackInstancesGroup: [
      {
        regions: [organization.region],
        deploymentTargets: {
          organizationalUnitIds: targets.organizationalUnitIds,
          ...(targets.accounts && {
            accountFilterType: 'INTERSECTION',
            accounts: targets.accounts,
          }),
        },
      },
    ],
    templateBody: options.templateBody,
  });
  for (const other of after) {
    stackSet.addResourceDependency(other);
  }
  return stackSet;
}

function arnOf(stackSet: CfnStackSet): string {
  const { partition, region, account } = stackSet.stack;
  return `arn:${partition}:cloudformation:${region}:${account}:stackset/${stackSet.attrStackSetId}`;
}
