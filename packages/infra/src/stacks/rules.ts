import { aws_servicecatalog as servicecatalog, CfnResource } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { RuleConfig } from '../config/organization';

/**
 * Adds the template constraint of a product in a portfolio, if there are rules: AWS allows one to have several.
 *
 * @param options.association - of the product with the portfolio, which has to be there before
 */
export function addRules(
  scope: Construct,
  id: string,
  options: {
    portfolioId: string;
    productId: string;
    rules: readonly RuleConfig[];
    association: CfnResource;
  },
): void {
  const { portfolioId, productId, rules, association } = options;
  if (rules.length === 0) {
    return;
  }
  const constraint = new servicecatalog.CfnLaunchTemplateConstraint(scope, id, {
    portfolioId,
    productId,
    description: rules.map(({ message }) => message).join('. '),
    rules: rulesText(rules),
  });
  constraint.addResourceDependency(association);
}

/**
 * Rules as CloudFormation writes them.
 *
 * @see https://docs.aws.amazon.com/servicecatalog/latest/adminguide/reference-template_constraint_rules.html
 */
function rulesText(rules: readonly RuleConfig[]): string {
  return JSON.stringify(
    Object.fromEntries(
      rules.map(({ name, parameter, allowedValues, unless, message }) => [
        name,
        {
          ...(unless && {
            RuleCondition: {
              'Fn::Not': [
                { 'Fn::Equals': [{ Ref: unless.parameter }, unless.is] },
              ],
            },
          }),
          Assertions: [
            {
              Assert: { 'Fn::Contains': [allowedValues, { Ref: parameter }] },
              AssertDescription: message,
            },
          ],
        },
      ]),
    ),
  );
}
