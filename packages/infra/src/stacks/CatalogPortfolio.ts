import {
  Aws,
  aws_servicecatalog as servicecatalog,
  aws_sns as sns,
  CfnOutput,
  CfnResource,
  Stack,
} from 'aws-cdk-lib';
import { Construct } from 'constructs';
import {
  OfferConfig,
  Organization,
  PortfolioConfig,
} from '../config/organization';
import { launchRoleName } from '../products/ProductDefinition';
import { addRules } from './rules';
import { addShares } from './shares';
import { TagOptionLibrary } from './TagOptionLibrary';

/** A portfolio with what it offers, on which conditions, and to whom. */
export class CatalogPortfolio extends Construct {
  readonly portfolio: servicecatalog.Portfolio;
  readonly config: PortfolioConfig;
  /** What makes the portfolio known to other accounts. */
  readonly shares: readonly Construct[];

  constructor(
    scope: Construct,
    id: string,
    options: {
      organization: Organization;
      config: PortfolioConfig;
      products: ReadonlyMap<string, servicecatalog.CloudFormationProduct>;
      tagOptions: TagOptionLibrary;
      /** Where stack events go; asked for only if an offer notifies. */
      topic: () => sns.ITopic;
    },
  ) {
    super(scope, id);
    const { organization, config, products, tagOptions, topic } = options;
    this.config = config;
    this.portfolio = new servicecatalog.Portfolio(this, 'Portfolio', {
      displayName: config.name,
      providerName: config.provider,
      description: config.description,
    });
    for (const [key, offer] of Object.entries(config.products)) {
      this.addOffer(key, offer, products.get(key)!, topic);
    }
    tagOptions.associate(this, this.portfolio, config.tagOptions);
    this.letPortalIn(organization.portal.roleName);
    this.shares = addShares(this, {
      organization,
      portfolio: this.portfolio,
      shares: config.shares,
    });
    new CfnOutput(this, 'Id', {
      description: `Id of the portfolio ${config.name}`,
      value: this.portfolio.portfolioId,
    });
  }

  private addOffer(
    key: string,
    offer: OfferConfig,
    product: servicecatalog.CloudFormationProduct,
    topic: () => sns.ITopic,
  ): void {
    const { portfolio } = this;
    portfolio.addProduct(product);
    const association = this.associationOf(product);
    // CDK's own method would make the role here, and only here.
    new servicecatalog.CfnLaunchRoleConstraint(this, `${key}-launch-role`, {
      portfolioId: portfolio.portfolioId,
      productId: product.productId,
      localRoleName: launchRoleName(key),
      description: 'Developers need no permission of their own',
    }).addResourceDependency(association);
    if (offer.tagUpdates) {
      portfolio.constrainTagUpdates(product, {
        allow: true,
        description: 'Tags may change after the launch',
      });
    }
    if (offer.notify) {
      portfolio.notifyOnStackEvents(product, topic(), {
        description: 'Platform engineers see the events of the stacks',
      });
    }
    addRules(this, `${key}-rules`, {
      portfolioId: portfolio.portfolioId,
      productId: product.productId,
      rules: offer.rules,
      association,
    });
  }

  /** CDK adds it to the portfolio without telling, and constraints cannot be without it. */
  private associationOf(
    product: servicecatalog.CloudFormationProduct,
  ): CfnResource {
    const stack = Stack.of(this);
    return this.portfolio.node.children.find(
      (child): child is servicecatalog.CfnPortfolioProductAssociation =>
        child instanceof servicecatalog.CfnPortfolioProductAssociation &&
        stack.resolve(child.productId).Ref ===
          stack.resolve(product.productId).Ref,
    )!;
  }

  /**
   * Associates the portal's role: by its ARN, so that nobody else can become it, or by its name alone where principals are
   * shared, as AWS shares no others.
   */
  private letPortalIn(roleName: string): void {
    const byName = this.config.shares.some(
      share => 'principals' in share && share.principals,
    );
    new servicecatalog.CfnPortfolioPrincipalAssociation(this, 'Portal', {
      portfolioId: this.portfolio.portfolioId,
      principalArn: byName
        ? `arn:${Aws.PARTITION}:iam:::role/${roleName}`
        : `arn:${Aws.PARTITION}:iam::${Aws.ACCOUNT_ID}:role/${roleName}`,
      principalType: byName ? 'IAM_PATTERN' : 'IAM',
    });
  }
}
