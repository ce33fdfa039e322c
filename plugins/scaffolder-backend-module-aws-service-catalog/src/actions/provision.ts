import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { normalizeRef, toParameterValues, toTags } from './inputs';
import { OrderActionOptions } from './OrderActionOptions';
import { examples } from './provision.examples';
import {
  resolvePathId,
  resolveProduct,
  resolveVersionId,
} from './resolveProduct';
import { runStep } from './runStep';
import { orderOutputs, parameterInputs, waitInputs } from './schema';

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
              'Name of the provisioned product, not taken yet in the target: letters, digits and . _ -, at most 128',
            ),
        ...parameterInputs,
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
        ...waitInputs,
      },
      output: orderOutputs,
    },
    async handler(ctx) {
      const { product, name, target, version, path } = ctx.input;
      const entityRef = normalizeRef(
        'entityRef',
        ctx.input.entityRef,
        'component',
      );
      const owner = normalizeRef('owner', ctx.input.owner, 'group');

      await runStep(ctx, options, {
        identity: [
          'provision',
          target,
          product,
          version,
          path,
          name,
          entityRef,
          owner,
        ],
        buildRequest: async credentials => {
          const found = await resolveProduct(
            { product, target, entityRef },
            { awsServiceCatalog: options.awsServiceCatalog, credentials },
          );
          return {
            kind: 'provision',
            target: found.target,
            productId: found.id,
            versionId: version && resolveVersionId(found, version),
            pathId: path && resolvePathId(found, path),
            name,
            parameters: toParameterValues(ctx.input.parameters),
            tags: toTags(ctx.input.tags),
            entityRef,
            owner,
          };
        },
        secrets: ctx.input.secretParameters,
        wait: ctx.input.wait,
        timeout: ctx.input.timeout,
      });
    },
  });
}
