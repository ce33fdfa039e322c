import { NotFoundError } from '@backstage/errors';
import {
  FieldError,
  UnchangedParameter,
  LeasePreview,
} from 'backstage-plugin-aws-service-catalog-common';
import { InvalidFieldsError } from '../../InvalidFieldsError';
import { LaunchFormContent } from '../../products';
import { StoredOrder } from '../StoredOrder';

/** Everything about an order that follows from a request and the world, before it is placed. */
export type OrderDraft = Pick<
  StoredOrder,
  | 'kind'
  | 'target'
  | 'accountId'
  | 'region'
  | 'owner'
  | 'entityRef'
  | 'product'
  | 'version'
  | 'provisionedProduct'
> & {
  /** Without what follows from the draft itself. */
  content: Omit<
    StoredOrder['content'],
    | 'partDigests'
    | 'requesterIsMember'
    | 'requesterIsOperator'
    | 'approval'
    | 'facts'
    | 'estimate'
  >;
  /** For updates: the parameters that stay as they are. */
  unchanged?: UnchangedParameter[];
  /** The values in effect afterwards, by parameter key, as far as they are known and no secrets. */
  effective: Record<string, string>;
  /** As AWS gave it just now, or for a preview lately; absent for a termination. */
  form?: LaunchFormContent;
  /** By parameter key. */
  secrets: Record<string, string>;
  /** For renewals: the lease as it would be. */
  lease?: LeasePreview;
  /** What has to be approved whatever the approval policies say. */
  demandedApproval?: StoredOrder['content']['approval'];
};

/** How a draft is made. */
export type DraftOptions = {
  orderId: string;
  /** Secrets may be left out of what is only previewed, and a launch form that is known is good enough for it. */
  isPreview: boolean;
};

/** A draft and what is wrong with it. */
export type DraftResult = { draft: OrderDraft; problems: FieldError[] };

/**
 * Refuses a request because of one of its fields.
 *
 * @throws InvalidFieldsError always
 */
export function refuse(field: string, message: string): never {
  throw new InvalidFieldsError([{ field, message }]);
}

/**
 * Finds what a field of a request names.
 *
 * @throws InvalidFieldsError naming the field when there is no such thing, or the caller may not see it
 */
export async function findOrRefuse<T>(
  field: string,
  find: () => Promise<T>,
): Promise<T> {
  try {
    return await find();
  } catch (error) {
    if (error instanceof NotFoundError) {
      return refuse(field, `${error.message}.`);
    }
    throw error;
  }
}
