import {
  aws_iam as iam,
  aws_organizations as organizations,
  custom_resources as customResources,
  Stack,
  StackProps,
} from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { Organization } from '../config/organization';
import { acknowledge } from '../nag/acknowledge';
import { CostsRole } from '../roles/CostsRole';
import { tagProtectionPolicy } from '../roles/tagProtection';
import { acknowledgeSdkCalls } from '../sharing';

/** The services that the hub administers for the organisation. */
const DELEGATED_SERVICES = {
  ServiceCatalog: 'servicecatalog.amazonaws.com',
  StackSets: 'member.org.stacksets.cloudformation.amazonaws.com',
};

/**
 * What only the management account may do: let AWS Service Catalog and StackSets work across the organisation, make the
 * hub administer both, protect the tags of the portal, and let the portal read costs where they are paid. Other things may rely on the first two by then, so deleting the
 * stack leaves them.
 */
export class ManagementStack extends Stack {
  constructor(
    scope: Construct,
    id: string,
    props: StackProps & { organization: Organization },
  ) {
    super(scope, id, props);
    const { accounts, organizationalUnits, portal } = props.organization;
    const organizationsAccess = [
      'organizations:DescribeOrganization',
      'organizations:EnableAWSServiceAccess',
      'organizations:ListAWSServiceAccessForOrganization',
    ];
    const serviceCatalog = this.callOnce('ServiceCatalogAccess', {
      service: 'ServiceCatalog',
      action: 'EnableAWSOrganizationsAccess',
      permissions: [
        'servicecatalog:EnableAWSOrganizationsAccess',
        ...organizationsAccess,
      ],
    });
    const stackSets = this.callOnce('StackSetsAccess', {
      service: 'CloudFormation',
      action: 'ActivateOrganizationsAccess',
      permissions: [
        'cloudformation:ActivateOrganizationsAccess',
        'iam:CreateServiceLinkedRole',
        ...organizationsAccess,
      ],
    });
    for (const [name, principal] of Object.entries(DELEGATED_SERVICES)) {
      const delegation = this.callOnce(`${name}Administrator`, {
        service: 'Organizations',
        action: 'RegisterDelegatedAdministrator',
        parameters: {
          AccountId: accounts.provisioning,
          ServicePrincipal: principal,
        },
        ignoreErrorCodesMatching: 'AccountAlreadyRegisteredException',
        region: 'us-east-1',
        permissions: [
          'organizations:DescribeOrganization',
          'organizations:ListDelegatedAdministrators',
          'organizations:RegisterDelegatedAdministrator',
        ],
      });
      delegation.node.addDependency(serviceCatalog, stackSets);
    }

    new CostsRole(this, 'Costs', portal);
    new organizations.CfnPolicy(this, 'TagProtection', {
      name: 'protect-portal-tags',
      description: 'Only launch roles change the tags that the portal stamps',
      type: 'SERVICE_CONTROL_POLICY',
      content: tagProtectionPolicy({
        protectedTags: portal.protectedTags,
        portalRoleName: portal.roleName,
      }),
      targetIds: Object.values(organizationalUnits),
    });
  }

  /** Makes a call when the stack is created, and when the call changes. There is none for deletion. */
  private callOnce(
    id: string,
    call: Omit<customResources.AwsSdkCall, 'physicalResourceId'> & {
      permissions: string[];
    },
  ): customResources.AwsCustomResource {
    const { permissions, ...sdkCall } = call;
    const resource = new customResources.AwsCustomResource(this, id, {
      resourceType: `Custom::${id}`,
      installLatestAwsSdk: false,
      onUpdate: {
        ...sdkCall,
        physicalResourceId: customResources.PhysicalResourceId.of(id),
      },
      policy: customResources.AwsCustomResourcePolicy.fromStatements([
        new iam.PolicyStatement({ actions: permissions, resources: ['*'] }),
      ]),
    });
    acknowledgeSdkCalls(this, resource);
    acknowledge(
      resource,
      'What it calls belongs to the organisation, which has no resource to name',
      ['IAM5[Resource::*]'],
    );
    return resource;
  }
}
