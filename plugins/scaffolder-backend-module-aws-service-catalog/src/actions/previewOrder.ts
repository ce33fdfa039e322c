import { BackstageCredentials } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import {
  OrderPreview,
  OrderRequest,
} from 'backstage-plugin-aws-service-catalog-common';
import { describeRefusal } from './errors';
import { OrderActionOptions, StepContext } from './OrderActionOptions';

/**
 * Asks what an order would do, for a dry run. Nothing is ordered.
 *
 * @throws InputError that names each wrong field when the order would be refused
 */
export async function previewOrder(
  ctx: Pick<StepContext, 'getInitiatorCredentials' | 'logger'>,
  options: Pick<OrderActionOptions, 'awsServiceCatalog'>,
  buildRequest: (credentials: BackstageCredentials) => Promise<OrderRequest>,
): Promise<OrderPreview> {
  let preview: OrderPreview;
  try {
    const credentials = await ctx.getInitiatorCredentials();
    preview = await options.awsServiceCatalog.previewOrder(
      await buildRequest(credentials),
      { credentials },
    );
  } catch (error) {
    throw describeRefusal(error);
  }
  if (!preview.acceptable) {
    throw new InputError(
      preview.problems
        .map(({ field, message }) => `${field}: ${message}`)
        .join('; '),
    );
  }
  const { target, owner, tags } = preview;
  ctx.logger.info(
    `It would be ordered in target ${target.name} (account ${target.accountId}, ${target.region}) for ${owner}`,
  );
  for (const { key, value } of tags) {
    ctx.logger.info(`It would have the tag ${key}: ${value}`);
  }
  return preview;
}
