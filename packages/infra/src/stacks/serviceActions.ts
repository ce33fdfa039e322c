import { aws_servicecatalog as servicecatalog, Fn } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { ProductAction } from '../products/ProductDefinition';

/**
 * Lets people carry out actions on what was launched from any version of a product. The runbook runs with the launch role,
 * which is in every account under the same name; a role given by its ARN would be one of the hub.
 *
 * @see https://docs.aws.amazon.com/servicecatalog/latest/adminguide/using-service-actions.html
 */
export function addActions(
  scope: Construct,
  product: servicecatalog.CloudFormationProduct,
  versions: readonly servicecatalog.CloudFormationProductVersion[],
  actions: readonly ProductAction[],
): void {
  const resource = product.node
    .defaultChild as servicecatalog.CfnCloudFormationProduct;
  // AWS lists the ids in the order of the versions.
  const versionIds = Fn.split(',', resource.attrProvisioningArtifactIds);
  for (const { key, name, description, runbook, target } of actions) {
    const action = new servicecatalog.CfnServiceAction(scope, key, {
      name,
      description,
      definitionType: 'SSM_AUTOMATION',
      definition: Object.entries({
        Name: runbook.name,
        Version: runbook.version,
        AssumeRole: 'LAUNCH_ROLE',
        Parameters: JSON.stringify([{ Name: target, Type: 'TARGET' }]),
      }).map(([Key, Value]) => ({ key: Key, value: Value })),
    });
    versions.forEach(({ productVersionName }, index) => {
      new servicecatalog.CfnServiceActionAssociation(
        scope,
        `${key}-${productVersionName}`,
        {
          productId: product.productId,
          provisioningArtifactId: Fn.select(index, versionIds),
          serviceActionId: action.attrId,
        },
      );
    });
  }
}
