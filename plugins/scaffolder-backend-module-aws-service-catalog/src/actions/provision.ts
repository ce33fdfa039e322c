import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { durationToMilliseconds } from '@backstage/types';
import { ProvisionOrderRequest } from 'backstage-plugin-aws-service-catalog-common';
import {
  DEFAULT_TIMEOUT,
  normalizeRef,
  toParameterValues,
  toTags,
} from './inputs';
import { OrderActionOptions } from './OrderActionOptions';
import { getOrderUrl, toOutputValues } from './outputs';
import { previewOrder } from './previewOrder';
import { examples } from './provision.examples';
import {
  resolvePathId,
  resolveProduct,
  resolveVersionId,
} from './resolveProduct';
import { runOrder } from './runOrder';

/**
 * Creates `aws:servicecatalog:provision`: orders a product on behalf of the person who runs the template and, unless told
 * otherwise, waits until it is available.
 *
 * @public
 */
export function createProvisionAction(options: OrderActionOptions) {
  return createTemplateAction({
    id: 'aws:servicecatalog:provision',
    description:
      'Orders an AWS Service Catalog product for the person who runs the template, and waits until it is available',
    examples,
    supportsDryRun: true,
    schema: {
      input: {
        product: z => z.string().describe('Name or id of the product'),
        name: z =>
          z
            .string()
            .describe(
              'Name of the provisioned product: letters, digits and . _ -, at most 128; not taken yet in the target',
            ),
        parameters: z =>
          z
            .record(
              z.union([
                z.string(),
                z.number(),
                z.boolean(),
                z.array(z.union([z.string(), z.number()])),
              ]),
            )
            .optional()
            .describe(
              'Values of the parameters; one that is left out takes its default',
            ),
        secretParameters: z =>
          z
            .record(z.string())
            .optional()
            .describe(
              'Values of secret (NoEcho) parameters, from the secrets of the template: ${{ secrets.NAME }}',
            ),
        entityRef: z =>
          z
            .string()
            .optional()
            .describe('The entity to order for; its owner owns the result'),
        owner: z =>
          z
            .string()
            .optional()
            .describe(
              'Without an entity: which team of the person owns the result. Default: the only one',
            ),
        target: z =>
          z
            .string()
            .optional()
            .describe(
              'Name of the target (account and Region). Default: the only one that offers the product',
            ),
        version: z =>
          z
            .string()
            .optional()
            .describe(
              'Name or id of the version. Default: the newest that is not deprecated',
            ),
        path: z =>
          z
            .string()
            .optional()
            .describe(
              'Id of the launch path, or name or id of its portfolio. Needed only when the product has several',
            ),
        tags: z =>
          z
            .record(z.string())
            .optional()
            .describe('Tags to add to those that the portal stamps'),
        wait: z =>
          z
            .boolean()
            .optional()
            .describe(
              'Whether to wait until the order has ended. Default: true',
            ),
        timeout: z =>
          z
            .object({
              hours: z.number().optional(),
              minutes: z.number().optional(),
              seconds: z.number().optional(),
            })
            .optional()
            .describe(
              'How long to wait. The order goes on after it, the step fails. Default: 1 hour',
            ),
      },
      output: {
        orderId: z => z.string().describe('Id of the order'),
        orderUrl: z =>
          z.string().describe("Path of the order's page in the portal"),
        target: z => z.string().describe('Name of the target'),
        owner: z =>
          z.string().describe('Entity reference of the owner of the result'),
        entityRef: z =>
          z
            .string()
            .optional()
            .describe('Entity reference of the entity it was ordered for'),
        provisionedProductId: z =>
          z
            .string()
            .optional()
            .describe('Id of the provisioned product, once AWS has given it'),
        provisionedProductArn: z =>
          z
            .string()
            .optional()
            .describe('ARN of the provisioned product, once AWS has given it'),
        outputs: z =>
          z
            .record(z.string())
            .describe(
              'The outputs of the provisioned product by key, without secret ones; empty when the step does not wait',
            ),
      },
    },
    async handler(ctx) {
      const { input } = ctx;
      const entityRef = normalizeRef('entityRef', input.entityRef, 'component');
      const owner = normalizeRef('owner', input.owner, 'group');

      const buildRequest = async (): Promise<ProvisionOrderRequest> => {
        const credentials = await ctx.getInitiatorCredentials();
        const product = await resolveProduct(
          { product: input.product, target: input.target, entityRef },
          { awsServiceCatalog: options.awsServiceCatalog, credentials },
        );
        return {
          kind: 'provision',
          target: product.target,
          productId: product.id,
          versionId: input.version && resolveVersionId(product, input.version),
          pathId: input.path && resolvePathId(product, input.path),
          name: input.name,
          parameters: toParameterValues(input.parameters),
          tags: toTags(input.tags),
          entityRef,
          owner,
        };
      };

      if (ctx.isDryRun) {
        const preview = await previewOrder(ctx, options, buildRequest);
        ctx.output('orderId', 'dry-run');
        ctx.output('orderUrl', getOrderUrl('dry-run'));
        ctx.output('target', preview.target.name);
        ctx.output('outputs', {});
        return;
      }

      const order = await runOrder(ctx, options, {
        identity: [
          'provision',
          input.target,
          input.product,
          input.version,
          input.path,
          input.name,
          entityRef,
          owner,
        ],
        buildRequest,
        secrets: input.secretParameters ?? {},
        wait: input.wait ?? true,
        timeout: durationToMilliseconds(input.timeout ?? DEFAULT_TIMEOUT),
      });

      ctx.output('orderId', order.id);
      ctx.output('orderUrl', getOrderUrl(order.id));
      ctx.output('target', order.target);
      ctx.output('owner', order.owner);
      ctx.output('entityRef', order.entityRef);
      ctx.output('provisionedProductId', order.provisionedProduct.id);
      ctx.output('provisionedProductArn', order.provisionedProduct.arn);
      ctx.output('outputs', toOutputValues(order));
    },
  });
}
