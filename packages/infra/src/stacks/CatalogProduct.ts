import { aws_servicecatalog as servicecatalog } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { ProductDefinition, SUPPORT } from '../products/ProductDefinition';
import {
  importFromStack,
  productVersions,
  TemplateSources,
} from './productVersions';
import { addActions } from './serviceActions';
import { VersionState } from './VersionState';

/**
 * A product with all its versions. The template of a version is kept when it is first synthesized, and never changes
 * again: a changed product needs a new version, and says so otherwise.
 */
export class CatalogProduct extends Construct {
  /** To be associated with portfolios. */
  readonly product: servicecatalog.CloudFormationProduct;

  /** @throws Error when a template differs from the one kept for its version */
  constructor(
    scope: Construct,
    id: string,
    definition: ProductDefinition,
    sources: TemplateSources,
  ) {
    super(scope, id);
    const { template } = definition;
    const versions = productVersions(this, definition, sources);
    this.product = new servicecatalog.CloudFormationProduct(this, 'Product', {
      productName: definition.name,
      owner: SUPPORT.owner,
      description: definition.description,
      supportDescription: definition.supportDescription,
      supportEmail: SUPPORT.email,
      productVersions: versions,
    });
    if (template.kind === 'running-stack') {
      importFromStack(this.product, versions);
    }
    const earlier = template.kind === 'stack' ? template.earlierVersions : [];
    for (const { name, state } of earlier) {
      if (state !== 'available') {
        new VersionState(this, `Version${name}`, {
          product: this.product,
          version: name,
          state,
        });
      }
    }
    addActions(this, this.product, versions, definition.actions ?? []);
  }
}
