import type { z as Zod } from 'zod/v3';

/** What every action that orders may be told about waiting. */
export const waitInputs = {
  wait: (z: typeof Zod) =>
    z
      .boolean()
      .optional()
      .describe('Whether to wait until the order has ended. Default: true'),
  timeout: (z: typeof Zod) =>
    z
      .object({
        hours: z.number().optional(),
        minutes: z.number().optional(),
        seconds: z.number().optional(),
      })
      .optional()
      .describe(
        'How long to wait. After it the step fails, and the order goes on. Default: 1 hour',
      ),
};

/** What every action that launches or changes something takes as parameters. */
export const parameterInputs = {
  parameters: (z: typeof Zod) =>
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
        'Values of the parameters. One that is left out takes its default, or in an update keeps its value',
      ),
  secretParameters: (z: typeof Zod) =>
    z
      .record(z.string())
      .optional()
      .describe(
        'Values of secret (NoEcho) parameters, from the secrets of the template: ${{ secrets.NAME }}',
      ),
};

/** What tells an action which provisioned product is meant. */
export const provisionedProductInputs = {
  provisionedProduct: (z: typeof Zod) =>
    z.string().describe('Name or id of the provisioned product'),
  target: (z: typeof Zod) =>
    z
      .string()
      .optional()
      .describe(
        'Name of the target. Needed only when the name is used in several targets',
      ),
};

/** What every action that orders hands on. */
export const orderOutputs = {
  orderId: (z: typeof Zod) => z.string().describe('Id of the order'),
  orderUrl: (z: typeof Zod) =>
    z.string().describe("Path of the order's page in the portal"),
  links: (z: typeof Zod) =>
    z
      .array(z.object({ title: z.string(), url: z.string() }))
      .describe(
        'The pages in the portal of the order and, once AWS has given it an id, of the provisioned product',
      ),
  target: (z: typeof Zod) => z.string().describe('Name of the target'),
  owner: (z: typeof Zod) =>
    z
      .string()
      .optional()
      .describe('Entity reference of the owner of the provisioned product'),
  entityRef: (z: typeof Zod) =>
    z
      .string()
      .optional()
      .describe('Entity reference of the entity that it is for'),
  provisionedProductId: (z: typeof Zod) =>
    z
      .string()
      .optional()
      .describe('Id of the provisioned product, once AWS has given it'),
  provisionedProductArn: (z: typeof Zod) =>
    z
      .string()
      .optional()
      .describe('ARN of the provisioned product, once AWS has given it'),
  outputs: (z: typeof Zod) =>
    z
      .record(z.string())
      .describe(
        'Outputs of the provisioned product by key, without secret ones. Empty when the step does not wait',
      ),
};
