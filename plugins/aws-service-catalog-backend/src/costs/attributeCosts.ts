import { CostRow } from './costRows';

/** Whose something is, and what. */
export type Attribution = Pick<
  CostRow,
  | 'name'
  | 'product_id'
  | 'product_name'
  | 'owner_ref'
  | 'entity_ref'
  | 'requester_ref'
>;

/**
 * To whom the cost of a month belongs: this month's to who has it now, and an earlier month's to who had it then.
 *
 * @param then - as it was when the month was written before
 * @param now - as it is; of something that is gone, as it was last
 */
export function attributeCost(
  isThisMonth: boolean,
  then: Attribution | undefined,
  now: Attribution | undefined,
): Attribution {
  const known = isThisMonth ? now ?? then : keepOwned(then) ?? now ?? then;
  return {
    name: known?.name ?? null,
    product_id: known?.product_id ?? null,
    product_name: known?.product_name ?? null,
    owner_ref: known?.owner_ref ?? null,
    entity_ref: known?.entity_ref ?? null,
    requester_ref: known?.requester_ref ?? null,
  };
}

/** What nobody owned then is its later owner's. */
function keepOwned(then: Attribution | undefined): Attribution | undefined {
  return then?.owner_ref ? then : undefined;
}

const ARN =
  /^arn:[^:]+:servicecatalog:([^:]+):(\d{12}):stack\/([^/]+)\/([^/]+)$/;

/** What the ARN of a provisioned product says; undefined for anything else. */
export function parseProvisionedProductArn(arn: string) {
  const [, region, accountId, name, id] = ARN.exec(arn) ?? [];
  return id === undefined ? undefined : { region, accountId, name, id };
}
