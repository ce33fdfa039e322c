import {
  Aws,
  aws_servicecatalog as servicecatalog,
  CfnParameter,
  CfnStackSet,
} from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { Organization, ShareConfig } from '../config/organization';
import { CatalogPortfolio } from './CatalogPortfolio';
import { addStackSet, Targets } from './stackSet';
import { templateOf } from './templateOf';

/**
 * Lets the portal's role launch from a shared portfolio in the accounts that it is shared with: a share alone lets nobody
 * in. Where principals are shared by name, nothing is left to do.
 *
 * @returns one StackSet for all units, one for single accounts, as far as there are some
 */
export function addPortfolioAccess(
  scope: Construct,
  options: {
    key: string;
    organization: Organization;
    portfolio: CatalogPortfolio;
    roles: CfnStackSet;
  },
): CfnStackSet[] {
  const { key, organization, portfolio, roles } = options;
  const targets = targetsOf(organization, portfolio.config.shares);
  return Object.entries(targets).map(([kind, target]) => {
    const stackSet = addStackSet(scope, `${key}-access-${kind}`, {
      organization,
      name: `service-catalog-${key}-access-${kind}`,
      description: `Lets Backstage launch from the portfolio ${portfolio.config.name}`,
      templateBody: templateOf(stack => {
        const portfolioId = new CfnParameter(stack, 'PortfolioId');
        new servicecatalog.CfnPortfolioPrincipalAssociation(stack, 'Portal', {
          portfolioId: portfolioId.valueAsString,
          principalArn: `arn:${Aws.PARTITION}:iam::${Aws.ACCOUNT_ID}:role/${organization.portal.roleName}`,
          principalType: 'IAM',
        });
      }),
      parameters: { PortfolioId: portfolio.portfolio.portfolioId },
      targets: target,
      after: [roles],
    });
    stackSet.node.addDependency(...portfolio.shares);
    return stackSet;
  });
}

function targetsOf(
  { accounts, organizationalUnits }: Organization,
  shares: readonly ShareConfig[],
): { units?: Targets; accounts?: Targets } {
  const units = new Set<string>();
  const projects = new Set<string>();
  for (const share of shares) {
    if ('account' in share) {
      projects.add(share.account);
    } else if ('organization' in share && !share.principals) {
      Object.values(organizationalUnits).forEach(unit => units.add(unit));
    } else if ('organizationalUnit' in share && !share.principals) {
      units.add(organizationalUnits[share.organizationalUnit]);
    }
  }
  const single = [...projects]
    .map(key => accounts.projects[key])
    // The StackSet of the unit brings it there already.
    .filter(
      project => !units.has(organizationalUnits[project.organizationalUnit]),
    );
  return {
    ...(units.size > 0 && { units: { organizationalUnitIds: [...units] } }),
    ...(single.length > 0 && {
      accounts: {
        organizationalUnitIds: [
          ...new Set(
            single.map(
              ({ organizationalUnit }) =>
                organizationalUnits[organizationalUnit],
            ),
          ),
        ],
        accounts: single.map(({ id }) => id),
      },
    }),
  };
}
