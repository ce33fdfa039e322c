import { callerFromArn } from '../catalog/Caller';
import { resolveProvisionedProduct } from '../catalog/lookups';
import { invalidParameters, invalidState } from '../errors';
import { recordStatus } from '../provisioning/records';
import { startRecord } from '../provisioning/startRecord';
import * as members from '../validation/members';
import { enumeration, map, string, structure } from '../validation/shapes';
import { defineOperation } from './Operation';

const PRINCIPAL =
  /^arn:aws:(?:iam::(\d{12}):(?:user|role)\/.+|sts::(\d{12}):assumed-role\/[^/]+\/[^/]+)$/;
const ROLE = /^arn:aws:iam::(\d{12}):role\/.+$/;

export const UpdateProvisionedProductProperties = defineOperation({
  name: 'UpdateProvisionedProductProperties',
  input: structure(
    {
      AcceptLanguage: members.acceptLanguage,
      ProvisionedProductId: members.id,
      ProvisionedProductProperties: map(
        enumeration(['OWNER', 'LAUNCH_ROLE'], { min: 1, max: 128 }),
        string({ min: 0, max: 1024 }),
        { min: 1, max: 100 },
      ),
      IdempotencyToken: members.idempotencyToken,
    },
    [
      'ProvisionedProductId',
      'ProvisionedProductProperties',
      'IdempotencyToken',
    ],
  ),
  idempotencyToken: { member: 'IdempotencyToken' },
  handle: (context, input) => {
    const { state, caller, now } = context;
    const provisioned = resolveProvisionedProduct(state, {
      id: input.ProvisionedProductId,
    });
    const { OWNER: owner, LAUNCH_ROLE: launchRole } =
      input.ProvisionedProductProperties;
    requireOwn('OWNER', owner, PRINCIPAL, caller.accountId);
    requireOwn('LAUNCH_ROLE', launchRole, ROLE, caller.accountId);
    const { status, statusMessage } = provisioned;
    if (status === 'UNDER_CHANGE' || status === 'PLAN_IN_PROGRESS') {
      throw invalidState(
        `Provisioned product ${provisioned.id} is ${status}: its properties cannot be changed now.`,
      );
    }
    if (owner !== undefined) {
      const { principalArn, sessionArn } = callerFromArn(owner);
      state.provisionedProducts.change(provisioned, {
        userArn: principalArn,
        userArnSession: sessionArn,
        transferredTo: principalArn,
      });
    }
    if (launchRole !== undefined) {
      state.provisionedProducts.change(provisioned, {
        launchRoleArn: launchRole,
        keepsLaunchRole: true,
      });
    }
    const record = startRecord(context, {
      type: 'UPDATE_PROVISIONED_PRODUCT_PROPERTIES',
      provisioned,
      productId: provisioned.productId,
      artifactId: provisioned.artifactId,
      launchRoleArn: provisioned.launchRoleArn,
      tags: [],
      // Nothing runs: it is done as soon as it is asked for.
      timing: { startsAt: now, completesAt: now },
      outcome: {
        status: 'SUCCEEDED',
        errors: [],
        outputs: [],
        productStatus: status,
        statusMessage,
        change: {},
      },
    });
    return {
      ProvisionedProductId: provisioned.id,
      ProvisionedProductProperties: input.ProvisionedProductProperties,
      RecordId: record.id,
      Status: recordStatus(record, now).status,
    };
  },
});

function requireOwn(
  property: string,
  arn: string | undefined,
  pattern: RegExp,
  accountId: string,
): void {
  if (arn === undefined) {
    return;
  }
  const match = pattern.exec(arn);
  if (!match) {
    throw invalidParameters(`Invalid ${property}: ${arn}`);
  }
  if ((match[1] ?? match[2]) !== accountId) {
    throw invalidParameters(
      `Invalid ${property}: ${arn} is not in account ${accountId}.`,
    );
  }
}
