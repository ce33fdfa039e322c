import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { OrderActionOptions } from './OrderActionOptions';
import { resolveProvisionedProduct } from './resolveProvisionedProduct';
import { runStep } from './runStep';
import { orderOutputs, provisionedProductInputs, waitInputs } from './schema';
import { examples } from './terminate.examples';

/**
 * Creates `aws:servicecatalog:terminate`: orders the end of a provisioned product on behalf of the person who runs the
 * template and, unless told otherwise, waits until it is gone.
 *
 * @public
 */
export function createTerminateAction(options: OrderActionOptions) {
  return createTemplateAction({
    id: 'aws:servicecatalog:terminate',
    description:
      'Terminates an AWS Service Catalog provisioned product, and deletes what belongs to it, for the person who runs the template',
    examples,
    supportsDryRun: true,
    schema: {
      input: { ...provisionedProductInputs, ...waitInputs },
      output: orderOutputs,
    },
    async handler(ctx) {
      const { provisionedProduct, target, wait, timeout } = ctx.input;

      await runStep(ctx, options, {
        identity: ['terminate', target, provisionedProduct],
        buildRequest: async credentials => {
          const found = await resolveProvisionedProduct(
            { provisionedProduct, target },
            { awsServiceCatalog: options.awsServiceCatalog, credentials },
          );
          return {
            kind: 'terminate',
            target: found.target,
            provisionedProductId: found.id,
          };
        },
        wait,
        timeout,
      });
    },
  });
}
