import {
  Aws,
  aws_servicecatalog as servicecatalog,
  CfnParameter,
  Stack,
  StackProps,
} from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { ProductDefinition } from '../products/ProductDefinition';
import { LaunchRoles } from '../roles/LaunchRoles';

/** A portfolio that an account outside the organisation receives. */
export interface ReceivedPortfolio {
  key: string;
  name: string;
}

/**
 * What an account outside the organisation deploys itself: it accepts the shares, has the launch roles and lets a role of
 * its own in. It is told the ids of the portfolios, as it cannot look them up before.
 */
export class ExternalStack extends Stack {
  constructor(
    scope: Construct,
    id: string,
    props: StackProps & {
      portfolios: readonly ReceivedPortfolio[];
      products: readonly ProductDefinition[];
    },
  ) {
    super(scope, id, props);
    const userRole = new CfnParameter(this, 'UserRoleName', {
      description: 'The role of this account that may launch',
      allowedPattern: '[\\w+=,.@-]{1,64}',
    });
    new LaunchRoles(this, 'LaunchRoles', props.products);
    for (const { key, name: title } of props.portfolios) {
      const part = new Construct(this, key);
      const name = key.replace(/(?:^|-)(.)/g, (_, letter: string) =>
        letter.toUpperCase(),
      );
      const portfolioId = new CfnParameter(this, `${name}PortfolioId`, {
        description: `Id of the portfolio ${title}`,
        allowedPattern: 'port-[a-z0-9]{13}',
      }).valueAsString;
      const accepted = new servicecatalog.CfnAcceptedPortfolioShare(
        part,
        'Accepted',
        { portfolioId },
      );
      new servicecatalog.CfnPortfolioPrincipalAssociation(part, 'User', {
        portfolioId,
        principalArn: `arn:${Aws.PARTITION}:iam::${Aws.ACCOUNT_ID}:role/${userRole.valueAsString}`,
        principalType: 'IAM',
      }).addResourceDependency(accepted);
    }
  }
}
