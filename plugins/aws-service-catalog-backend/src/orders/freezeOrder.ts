import { JsonValue } from '@backstage/types';
import { LaunchFormContent } from '../products';
import { digestParts, PartDigests, sha256 } from './digest';
import { changeOf } from './kinds';
import { OrderParameter, StoredOrder } from './StoredOrder';

/** What an order is made of, as far as it goes into the digest. */
type Freezable = Pick<
  StoredOrder,
  'kind' | 'target' | 'accountId' | 'region' | 'owner' | 'product' | 'version'
> & {
  provisionedProduct: { name: string; id?: string };
  content: Pick<
    StoredOrder['content'],
    | 'portfolioName'
    | 'parameters'
    | 'tags'
    | 'sendsTags'
    | 'approval'
    | 'estimate'
    | 'replacements'
    | 'serviceAction'
    | 'stackArn'
    | 'stackSet'
    | 'termination'
    | 'repair'
    | 'renewal'
  >;
};

function withFingerprints(
  parameters: readonly OrderParameter[],
  fingerprints: Readonly<Record<string, string>>,
): JsonValue {
  return parameters.map(parameter => ({
    ...parameter,
    fingerprint: fingerprints[parameter.key] ?? null,
  }));
}

/**
 * Digests an order anew whose secrets were given again.
 */
export function refreezeParameters(
  parts: PartDigests,
  parameters: readonly OrderParameter[],
  fingerprints: Readonly<Record<string, string>>,
): PartDigests {
  return {
    ...parts,
    parameters: sha256(withFingerprints(parameters, fingerprints)),
  };
}

/**
 * Digests everything that is launched, so that it can be told later whether any of it has changed.
 *
 * @param form - as AWS gives it at this moment; absent for a termination, which needs none
 * @param fingerprints - of the secrets, by parameter: they stand for the values
 */
export function freezeOrder(
  order: Freezable,
  form: LaunchFormContent | undefined,
  fingerprints: Readonly<Record<string, string>>,
): PartDigests {
  const { kind, content, provisionedProduct } = order;
  // AWS gives a launch its id after it was ordered.
  const provisionedProductId = changeOf(order)
    ? provisionedProduct.id
    : undefined;
  const { serviceAction, stackArn, stackSet, termination, renewal, repair } =
    content;
  const details = {
    serviceAction,
    stackArn,
    stackSet,
    termination,
    renewal,
    repair,
  };
  const parts = {
    kind,
    target: [order.target, order.accountId, order.region],
    owner: order.owner,
    product: order.product.id,
    version: order.version?.id,
    portfolio: content.portfolioName,
    provisionedProduct: [provisionedProduct.name, provisionedProductId ?? ''],
    launchRole: form?.launchRole,
    launchForm: form && {
      // How a form looks is free to change.
      parameters: form.parameters.map(({ label: _, ...rules }) => rules),
      rules: form.rules,
      tagUpdatesAllowed: form.tagUpdatesAllowed,
    },
    tagOptions: form?.tagOptions,
    parameters: withFingerprints(content.parameters, fingerprints),
    tags: { sent: content.sendsTags, tags: content.tags },
    policy: content.approval,
    estimate: content.estimate,
    replacements: content.replacements,
    details: Object.values(details).some(detail => detail !== undefined)
      ? details
      : undefined,
  };
  return digestParts(parts as Record<keyof typeof parts, JsonValue>);
}
