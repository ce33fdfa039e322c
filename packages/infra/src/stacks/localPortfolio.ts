import {
  Aws,
  aws_servicecatalog as servicecatalog,
  CfnParameter,
  CfnStackSet,
} from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { LocalPortfolioConfig, Organization } from '../config/organization';
import { CatalogPortfolio } from './CatalogPortfolio';
import { addRules } from './rules';
import { addStackSet } from './stackSet';
import { templateOf } from './templateOf';

/**
 * A portfolio that a project account keeps itself, over products shared with it: constraints of its own come on top of
 * those of the shared portfolio. A StackSet for the one account brings it there, as only the hub knows the ids.
 */
export function addLocalPortfolio(
  scope: Construct,
  key: string,
  options: {
    organization: Organization;
    config: LocalPortfolioConfig;
    source: CatalogPortfolio;
    products: ReadonlyMap<string, servicecatalog.CloudFormationProduct>;
    /** What has to be in the account before. */
    after: CfnStackSet[];
  },
): void {
  const { organization, config, source, products, after } = options;
  const project = organization.accounts.projects[config.account];
  const idParameter = (product: string) =>
    `${product.replace(/-(.)/g, (_, letter: string) =>
      letter.toUpperCase(),
    )}Id`;
  const stackSet = addStackSet(scope, `${key}-local`, {
    organization,
    name: `service-catalog-${key}`,
    description: `The portfolio ${config.name}`,
    templateBody: templateOf(stack => {
      const sourceId = new CfnParameter(stack, 'SourcePortfolioId');
      const portfolio = new servicecatalog.Portfolio(stack, 'Portfolio', {
        displayName: config.name,
        providerName: config.provider,
        description: config.description,
      });
      const { portfolioId } = portfolio;
      for (const [product, { rules }] of Object.entries(config.products)) {
        const productId = new CfnParameter(stack, idParameter(product));
        const association = new servicecatalog.CfnPortfolioProductAssociation(
          stack,
          product,
          {
            portfolioId,
            productId: productId.valueAsString,
            sourcePortfolioId: sourceId.valueAsString,
          },
        );
        addRules(stack, `${product}-rules`, {
          portfolioId,
          productId: productId.valueAsString,
          rules,
          association,
        });
      }
      new servicecatalog.CfnPortfolioPrincipalAssociation(stack, 'Portal', {
        portfolioId,
        principalArn: `arn:${Aws.PARTITION}:iam::${Aws.ACCOUNT_ID}:role/${organization.portal.roleName}`,
        principalType: 'IAM',
      });
    }),
    parameters: {
      SourcePortfolioId: source.portfolio.portfolioId,
      ...Object.fromEntries(
        Object.keys(config.products).map(product => [
          idParameter(product),
          products.get(product)!.productId,
        ]),
      ),
    },
    targets: {
      organizationalUnitIds: [
        organization.organizationalUnits[project.organizationalUnit],
      ],
      accounts: [project.id],
    },
    after,
  });
  stackSet.node.addDependency(...source.shares);
}
