import { Order } from 'backstage-plugin-aws-service-catalog-common';
import { accountIds } from './emulator';

/** AWS's operation that repairs something. */
export const SET_PROPERTIES = 'UpdateProvisionedProductProperties';

/** Somebody else in the account of the sandbox. */
export const SUCCESSOR = `arn:aws:iam::${accountIds.sandbox}:user/successor`;

/** The role that {@link newRoleStack} makes. */
export const NEW_ROLE = `arn:aws:iam::${accountIds.sandbox}:role/launch-again`;

/** Why everything is repaired here. */
export const REPAIR_REASON = 'The role was made again';

/** For `emulator.seed`: since it is there, launch roles of the account that no stack has made are known not to be. */
export const newRoleStack = {
  accountId: accountIds.sandbox,
  region: 'eu-central-1',
  template: {
    Resources: {
      Role: {
        Type: 'AWS::IAM::Role',
        Properties: {
          RoleName: 'launch-again',
          AssumeRolePolicyDocument: {},
        },
      },
    },
  },
};

/** A request to repair what an order has launched in the sandbox. */
export function repairOf(
  { provisionedProduct: { id } }: Pick<Order, 'provisionedProduct'>,
  values: object,
) {
  return {
    kind: 'repair',
    target: 'sandbox',
    provisionedProductId: id,
    reason: REPAIR_REASON,
    ...values,
  };
}
