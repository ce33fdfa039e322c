import { provisionedProductTypeOf } from '../catalog/productTypes';
import { applyTagOptions, effectiveTagOptions } from '../catalog/tagOptions';
import { OperationContext } from '../context';
import { invalidParameters } from '../errors';
import {
  ProvisionedProduct,
  ProvisionedProductType,
  ProvisioningRecord,
  StackInstance,
  Tag,
} from '../state/entities';
import { autoTags, checkTags, provisionedProductArn } from './launch';
import { LaunchTarget } from './launchTarget';
import { stackNameFor, StackWish } from './prepareStack';
import { StackResult } from './runStack';
import { startRecord } from './startRecord';

/** A launch that may be accepted. */
export interface LaunchRequest {
  target: LaunchTarget;
  name: string;
  /** The caller's and the TagOptions'. */
  tags: Tag[];
}

/**
 * Checks the name and the tags of a launch.
 *
 * @throws AwsError when AWS would refuse them
 */
export function checkLaunch(
  { state }: OperationContext,
  target: LaunchTarget,
  name: string,
  sent: Tag[],
): LaunchRequest {
  checkTags(sent);
  const tags = applyTagOptions(
    effectiveTagOptions(state, target.product.id, target.path.portfolio.id),
    sent,
    {
      productId: target.product.id,
      portfolioId: target.path.portfolio.id,
    },
  );
  checkTags(tags);
  if (state.provisionedProducts.named(name)) {
    throw invalidParameters(`A stack named ${name} already exists.`);
  }
  return { target, name, tags };
}

/** What a launch asks of CloudFormation. */
export function launchWish(
  { state }: Pick<OperationContext, 'state'>,
  {
    artifact,
    launchRoleArn,
    templateConstraints,
    notificationArns,
  }: LaunchTarget,
  provisionedProductId: string,
  input: {
    parameters: { Key?: string; Value?: string }[] | undefined;
    notificationArns: string[] | undefined;
    tags: Tag[];
  },
): StackWish {
  return {
    artifact,
    provisionedProductId,
    stackName: stackNameFor(state.accountId, provisionedProductId),
    launchRoleArn,
    parameters: Object.fromEntries(
      (input.parameters ?? []).map(({ Key, Value }) => [
        Key ?? '',
        Value ?? '',
      ]),
    ),
    templateConstraints,
    notificationArns: [...notificationArns, ...(input.notificationArns ?? [])],
    tags: input.tags,
  };
}

/** What a launch gives a provisioned product of its own. */
export interface NewProvisionedProduct {
  id: string;
  token: string;
  /** Absent: the one that follows from the version. */
  type?: ProvisionedProductType;
}

/** The tags with the AutoTags of a provisioned product, which stack sets do not get. */
export function allTags(
  context: OperationContext,
  provisioned: ProvisionedProduct,
  tags: Tag[],
): Tag[] {
  return tags
    .map(tag => context.world.texts.tag(tag))
    .concat(
      provisioned.type === 'CFN_STACKSET' ? [] : autoTags(context, provisioned),
    );
}

/** The stacks that a stack set has after a change, as a part of that change. */
export function instancesOf({ instances }: Pick<StackResult, 'instances'>): {
  instances?: StackInstance[];
} {
  return instances ? { instances } : {};
}

/** Adds a provisioned product that nothing runs under yet. */
export function addProvisionedProduct(
  context: OperationContext,
  { target, name, tags }: LaunchRequest,
  { id, token, type }: NewProvisionedProduct,
): ProvisionedProduct {
  const { state, caller, now } = context;
  const { product, artifact, path } = target;
  const provisioned: ProvisionedProduct = {
    id,
    name,
    arn: provisionedProductArn(state, name, id),
    type: type ?? provisionedProductTypeOf(artifact.type),
    status: 'UNDER_CHANGE',
    createdTime: now,
    idempotencyToken: token,
    lastRecordId: '',
    lastProvisioningRecordId: '',
    tags,
    productId: product.id,
    productName: product.name,
    artifactId: artifact.id,
    artifactName: artifact.name,
    portfolioId: path.portfolio.id,
    userArn: caller.principalArn,
    userArnSession: caller.sessionArn,
    launchRoleArn: target.launchRoleArn,
    // Named although they are not there yet: members that are added later take more memory.
    statusMessage: undefined,
    stackId: undefined,
    lastSuccessfulProvisioningRecordId: undefined,
    parameters: {},
    templateDigest: artifact.templateDigest,
    resources: [],
    outputs: [],
  };
  state.provisionedProducts.add(provisioned);
  state.provisionedProducts.change(provisioned, {
    tags: allTags(context, provisioned, tags),
  });
  return provisioned;
}

/** Begins the launch of a provisioned product that has just been added, or planned. */
export function startLaunch(
  context: OperationContext,
  provisioned: ProvisionedProduct,
  { tags, pathId }: { tags: Tag[]; pathId: string },
  result: StackResult,
): ProvisioningRecord {
  context.state.provisionedProducts.change(provisioned, {
    parameters: result.parameters,
    stackId: result.stackId,
  });
  return startRecord(context, {
    type: 'PROVISION_PRODUCT',
    provisioned,
    productId: provisioned.productId,
    artifactId: provisioned.artifactId,
    pathId,
    launchRoleArn: provisioned.launchRoleArn,
    tags,
    timing: result,
    stack: result.stack,
    workflow: result.workflow,
    instanceChanges: result.instanceChanges,
    outcome: result.error
      ? {
          status: 'FAILED',
          errors: [result.error],
          outputs: result.outputs.slice(0, 1),
          productStatus: 'ERROR',
          statusMessage: result.statusMessage,
          change: { resources: result.resources, ...instancesOf(result) },
        }
      : {
          status: 'SUCCEEDED',
          errors: [],
          outputs: result.outputs,
          productStatus: 'AVAILABLE',
          change: {
            resources: result.resources,
            outputs: result.outputs,
            ...instancesOf(result),
          },
        },
  });
}
