import {
  Aws,
  aws_iam as iam,
  aws_servicecatalog as servicecatalog,
  custom_resources as customResources,
  CustomResource,
} from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { acknowledgeSdkCalls } from './acknowledgeSdkCalls';
import { ShareWaiter } from './ShareWaiter';

/** The part of an organisation that a portfolio is shared with. */
export interface OrganizationNode {
  type: 'ORGANIZATION' | 'ORGANIZATIONAL_UNIT' | 'ACCOUNT';
  value: string;
}

/** What is shared besides the products. */
export interface ShareFlags {
  /** Whether the TagOptions of the portfolio apply in the other accounts. */
  tagOptions: boolean;
  /**
   * Whether principals that are associated by name get access in the other accounts, too. Whoever may create IAM roles
   * there can make one of that name, and so gain access.
   */
  principals: boolean;
}

/**
 * Shares a portfolio with a part of the organisation, whose accounts need not accept it. CloudFormation's own resource
 * shares with single accounts only. Deploying waits until the share has reached everybody, and fails when it did not; a
 * change of the flags updates the share; deleting takes it back.
 *
 * Its id has to name the node: another node is another resource, as AWS only updates flags.
 *
 * @see https://docs.aws.amazon.com/servicecatalog/latest/dg/API_CreatePortfolioShare.html
 */
export class PortfolioShare extends Construct {
  constructor(
    scope: Construct,
    id: string,
    options: {
      portfolio: servicecatalog.IPortfolio;
      node: OrganizationNode;
      flags: ShareFlags;
    },
  ) {
    super(scope, id);
    const { portfolio, node, flags } = options;
    const service = 'ServiceCatalog';
    const share = {
      PortfolioId: portfolio.portfolioId,
      OrganizationNode: { Type: node.type, Value: node.value },
    };
    const parameters = {
      ...share,
      ShareTagOptions: flags.tagOptions,
      // AWS takes it for organisations and units only.
      ...(node.type === 'ACCOUNT' ? {} : { SharePrincipals: flags.principals }),
    };
    const outputPaths = ['PortfolioShareToken'];
    const call = new customResources.AwsCustomResource(this, 'Share', {
      resourceType: 'Custom::PortfolioShare',
      installLatestAwsSdk: false,
      onCreate: {
        service,
        action: 'CreatePortfolioShare',
        parameters,
        physicalResourceId: customResources.PhysicalResourceId.of(
          `share-${node.type}-${id}`,
        ),
        outputPaths,
      },
      onUpdate: {
        service,
        action: 'UpdatePortfolioShare',
        parameters,
        outputPaths,
      },
      onDelete: {
        service,
        action: 'DeletePortfolioShare',
        parameters: share,
        ignoreErrorCodesMatching: 'ResourceNotFoundException',
      },
      policy: customResources.AwsCustomResourcePolicy.fromStatements([
        new iam.PolicyStatement({
          actions: [
            'servicecatalog:CreatePortfolioShare',
            'servicecatalog:DeletePortfolioShare',
            'servicecatalog:UpdatePortfolioShare',
          ],
          resources: [
            `arn:${Aws.PARTITION}:catalog:${Aws.REGION}:${Aws.ACCOUNT_ID}:portfolio/${portfolio.portfolioId}`,
          ],
        }),
        new iam.PolicyStatement({
          actions: [
            'organizations:DescribeOrganization',
            'organizations:DescribeOrganizationalUnit',
          ],
          resources: ['*'],
        }),
      ]),
    });
    acknowledgeSdkCalls(this, call);

    new CustomResource(this, 'Wait', {
      resourceType: 'Custom::PortfolioShareCompleted',
      serviceToken: ShareWaiter.of(this).serviceToken,
      properties: {
        PortfolioShareToken: call.getResponseField('PortfolioShareToken'),
      },
    });
  }
}
