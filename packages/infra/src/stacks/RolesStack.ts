import { CfnStackSet, Stack, StackProps } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { Organization } from '../config/organization';
import { ProductDefinition } from '../products/ProductDefinition';
import { LaunchRoles } from '../roles/LaunchRoles';
import { PortalRole } from '../roles/PortalRole';
import { addStackSet } from './stackSet';
import { templateOf } from './templateOf';

/**
 * The launch roles and the portal's role: in the hub, where the stack is, and in all accounts under the organizational
 * units by a StackSet, also in those that join later.
 */
export class RolesStack extends Stack {
  /** Brings the roles to the project accounts. */
  readonly stackSet: CfnStackSet;

  constructor(
    scope: Construct,
    id: string,
    props: StackProps & {
      organization: Organization;
      products: readonly ProductDefinition[];
    },
  ) {
    super(scope, id, props);
    const { organization, products } = props;
    const addRoles = (stack: Stack) => {
      new LaunchRoles(stack, 'LaunchRoles', products);
      new PortalRole(stack, 'Portal', organization.portal);
    };
    addRoles(this);
    this.stackSet = addStackSet(this, 'SpokeRoles', {
      organization,
      name: 'service-catalog-roles',
      description:
        'Launch roles of AWS Service Catalog, and the role that Backstage orders with',
      templateBody: templateOf(addRoles),
      targets: {
        organizationalUnitIds: Object.values(organization.organizationalUnits),
      },
    });
  }
}
