import { aws_servicecatalog as servicecatalog } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { ProductDefinition, SUPPORT } from '../products/ProductDefinition';
import { VersionState } from './VersionState';

/**
 * A product with all its versions. The template of a version is kept when it is first synthesized, and never changes
 * again: a changed product needs a new version, and says so otherwise.
 */
export class CatalogProduct extends Construct {
  /** To be associated with portfolios. */
  readonly product: servicecatalog.CloudFormationProduct;

  /** @throws Error when the template differs from the one kept for the version */
  constructor(
    scope: Construct,
    id: string,
    definition: ProductDefinition,
    options: { snapshots: string },
  ) {
    super(scope, id);
    const { template, currentVersion } = definition;
    const earlier = template.kind === 'stack' ? template.earlierVersions : [];
    this.product = new servicecatalog.CloudFormationProduct(this, 'Product', {
      productName: definition.name,
      owner: SUPPORT.owner,
      description: definition.description,
      supportDescription: definition.supportDescription,
      supportEmail: SUPPORT.email,
      productVersions:
        template.kind === 'file'
          ? [
              {
                productVersionName: currentVersion.name,
                description: currentVersion.description,
                cloudFormationTemplate:
                  servicecatalog.CloudFormationTemplate.fromAsset(
                    template.path,
                  ),
              },
            ]
          : this.versionsOf(template, currentVersion, options.snapshots),
    });
    for (const { name, state } of earlier) {
      if (state !== 'available') {
        new VersionState(this, `Version${name}`, {
          product: this.product,
          version: name,
          state,
        });
      }
    }
  }

  private versionsOf(
    template: Extract<ProductDefinition['template'], { kind: 'stack' }>,
    current: ProductDefinition['currentVersion'],
    directory: string,
  ): servicecatalog.CloudFormationProductVersion[] {
    const history = new servicecatalog.ProductStackHistory(this, 'History', {
      productStack: template.create(this, 'Template'),
      currentVersionName: current.name,
      currentVersionLocked: true,
      description: current.description,
      directory,
    });
    return [
      ...template.earlierVersions.map(({ name, description }) => ({
        ...history.versionFromSnapshot(name),
        description,
      })),
      history.currentVersion(),
    ];
  }
}
