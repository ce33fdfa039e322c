import { NestedStack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { ProductTemplate } from '../products/ProductDefinition';

/**
 * A stack that runs in the hub, and whose template a product is made from. It is nested, because its id is told to the
 * stack around it without an export: that would become part of the product, and could be launched only once.
 */
export class RunningStack extends NestedStack {
  constructor(
    scope: Construct,
    id: string,
    props: Pick<
      Extract<ProductTemplate, { kind: 'running-stack' }>,
      'description' | 'build'
    >,
  ) {
    super(scope, id, { description: props.description });
    props.build(this);
  }
}
