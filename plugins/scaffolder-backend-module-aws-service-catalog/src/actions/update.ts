import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { toParameterValues } from './inputs';
import { OrderActionOptions } from './OrderActionOptions';
import { resolvePathId, resolveVersionId } from './resolveProduct';
import { resolveProvisionedProduct } from './resolveProvisionedProduct';
import { runStep } from './runStep';
import {
  orderOutputs,
  parameterInputs,
  provisionedProductInputs,
  waitInputs,
} from './schema';
import { examples } from './update.examples';

/**
 * Creates `aws:servicecatalog:update`: orders another version or other parameters for a provisioned product on behalf of the
 * person who runs the template and, unless told otherwise, waits until it is done.
 *
 * @public
 */
export function createUpdateAction(options: OrderActionOptions) {
  return createTemplateAction({
    id: 'aws:servicecatalog:update',
    description:
      'Changes version or parameters of an AWS Service Catalog provisioned product for the person who runs the template',
    examples,
    supportsDryRun: true,
    schema: {
      input: {
        ...provisionedProductInputs,
        ...parameterInputs,
        version: z =>
          z
            .string()
            .optional()
            .describe('Name or id of the version. Default: the one it runs'),
        path: z =>
          z
            .string()
            .optional()
            .describe(
              'Id of the launch path, or name or id of its portfolio. Needed only when the product has several',
            ),
        ...waitInputs,
      },
      output: orderOutputs,
    },
    async handler(ctx) {
      const { provisionedProduct, target, version, path } = ctx.input;

      await runStep(ctx, options, {
        identity: ['update', target, provisionedProduct, version, path],
        buildRequest: async credentials => {
          const { awsServiceCatalog } = options;
          const found = await resolveProvisionedProduct(
            { provisionedProduct, target },
            { awsServiceCatalog, credentials },
          );
          const product =
            version || path
              ? await awsServiceCatalog.getProduct(
                  { target: found.target, id: found.product.id },
                  { credentials },
                )
              : undefined;
          return {
            kind: 'update',
            target: found.target,
            provisionedProductId: found.id,
            versionId: product && version && resolveVersionId(product, version),
            pathId: product && path && resolvePathId(product, path),
            parameters: toParameterValues(ctx.input.parameters),
          };
        },
        secrets: ctx.input.secretParameters,
        wait: ctx.input.wait,
        timeout: ctx.input.timeout,
      });
    },
  });
}
