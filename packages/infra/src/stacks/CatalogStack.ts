import {
  aws_servicecatalog as servicecatalog,
  CfnStackSet,
  Stack,
  StackProps,
} from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { Organization } from '../config/organization';
import { ProductDefinition } from '../products/ProductDefinition';
import { CatalogPortfolio } from './CatalogPortfolio';
import { CatalogProduct } from './CatalogProduct';
import { addLocalPortfolio } from './localPortfolio';
import { addPortfolioAccess } from './portfolioAccess';
import { stackEventsTopic } from './stackEventsTopic';
import { TagOptionLibrary } from './TagOptionLibrary';

/**
 * The catalog, in the hub: products, the portfolios that offer them, who they are shared with, and, by StackSets, who may
 * launch from them in the project accounts.
 */
export class CatalogStack extends Stack {
  constructor(
    scope: Construct,
    id: string,
    props: StackProps & {
      organization: Organization;
      products: readonly ProductDefinition[];
      /** Brings the roles to the project accounts; what is launched there needs them. */
      roles: CfnStackSet;
      /** Folder that keeps the templates of versions. */
      snapshots: string;
    },
  ) {
    super(scope, id, props);
    const { organization, roles, snapshots } = props;
    const { templateBaseUrl } = organization;
    const offered = new Set(
      Object.values(organization.portfolios).flatMap(portfolio =>
        Object.keys(portfolio.products),
      ),
    );
    const catalogProducts = new Map<
      string,
      servicecatalog.CloudFormationProduct
    >(
      props.products
        .filter(({ key }) => offered.has(key))
        .map(definition => [
          definition.key,
          new CatalogProduct(this, definition.key, definition, {
            snapshots,
            templateBaseUrl,
          }).product,
        ]),
    );
    const tagOptions = new TagOptionLibrary(this, 'TagOptions');
    const access = new Map<string, CfnStackSet[]>();
    const portfolios = new Map<string, CatalogPortfolio>();
    for (const [key, config] of Object.entries(organization.portfolios)) {
      const portfolio = new CatalogPortfolio(this, `${key}-portfolio`, {
        organization,
        config,
        products: catalogProducts,
        tagOptions,
        topic: () => stackEventsTopic(this, organization),
      });
      portfolios.set(key, portfolio);
      access.set(
        key,
        addPortfolioAccess(this, { key, organization, portfolio, roles }),
      );
    }
    for (const [key, config] of Object.entries(organization.localPortfolios)) {
      addLocalPortfolio(this, key, {
        organization,
        config,
        source: portfolios.get(config.from)!,
        products: catalogProducts,
        after: [roles, ...access.get(config.from)!],
      });
    }
  }
}
