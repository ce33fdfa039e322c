import { isEngineType } from '../catalog/productTypes';
import { OperationContext } from '../context';
import { stackEvents, stackStatus } from '../stacks/stackEvents';
import { ProvisionedProduct, ProvisioningRecord, Tag } from '../state/entities';
import { withoutAutoTags } from './launch';
import { LaunchTarget } from './launchTarget';
import { stackNameFor, StackWish } from './prepareStack';
import { StackResult } from './runStack';
import { allTags, instancesOf } from './startLaunch';
import { startRecord } from './startRecord';
import {
  changesParameters,
  mergeParameters,
  UpdateParameter,
} from './updateParameters';
import { updatedTags } from './updateTags';

/** What an update asks of CloudFormation, and the tags it leads to. */
export interface UpdateRequest {
  wish: StackWish;
  /** Tags of the provisioned product afterwards, AutoTags aside. */
  tags: Tag[];
  /** Whether the stack gets another template or other values than it has. */
  changesInputs: boolean;
}

/**
 * Puts together what an update is to do.
 *
 * @throws AwsError when the tags cannot be sent
 */
export function updateWish(
  { state, world, now }: OperationContext,
  provisioned: ProvisionedProduct,
  target: LaunchTarget,
  sent: { parameters?: UpdateParameter[]; tags?: Tag[] },
): UpdateRequest {
  const { artifact, path } = target;
  const merged = mergeParameters(provisioned, sent.parameters ?? []);
  const template = world.template(artifact.templateDigest);
  const changesValues = changesParameters(template, provisioned, merged);
  const changesStack = artifact.id !== provisioned.artifactId || changesValues;
  const before = withoutAutoTags(provisioned.tags);
  const tags = updatedTags(state, provisioned, path, sent.tags, changesStack);
  return {
    wish: {
      artifact,
      provisionedProductId: provisioned.id,
      stackName: stackNameFor(state.accountId, provisioned.id),
      existing: provisioned,
      launchRoleArn: target.launchRoleArn,
      tagsChange: !sameTags(before, tags),
      parameters: merged.values,
      trusted: merged.trusted,
      problem: isEngineType(provisioned.type)
        ? undefined
        : merged.problem ?? notUpdatable(provisioned, state, now),
      tags,
      templateConstraints: target.templateConstraints,
      notificationArns: target.notificationArns,
    },
    tags,
    changesInputs:
      changesValues || artifact.templateDigest !== provisioned.templateDigest,
  };
}

/** Begins an update. */
export function startUpdate(
  context: OperationContext,
  provisioned: ProvisionedProduct,
  target: LaunchTarget,
  tags: Tag[],
  result: StackResult,
): ProvisioningRecord {
  const { product, artifact, path } = target;
  const identity = {
    productId: product.id,
    productName: product.name,
    artifactId: artifact.id,
    artifactName: artifact.name,
    portfolioId: path.portfolio.id,
    launchRoleArn: target.launchRoleArn,
  };
  return startRecord(context, {
    type: 'UPDATE_PROVISIONED_PRODUCT',
    provisioned,
    productId: product.id,
    artifactId: artifact.id,
    pathId: path.id,
    launchRoleArn: target.launchRoleArn,
    tags,
    timing: result,
    stack: result.stack,
    workflow: result.workflow,
    instanceChanges: result.instanceChanges,
    outcome: result.error
      ? {
          status: 'FAILED',
          errors: [result.error],
          outputs: [],
          productStatus: statusAfterFailure(provisioned, result),
          statusMessage: result.statusMessage,
          change: instancesOf(result),
        }
      : {
          status: 'SUCCEEDED',
          errors: [],
          outputs: result.outputs,
          productStatus: 'AVAILABLE',
          change: {
            ...identity,
            tags: allTags(context, { ...provisioned, ...identity }, tags),
            parameters: result.parameters,
            templateDigest: artifact.templateDigest,
            stackId: result.stackId,
            resources: result.resources,
            outputs: result.outputs,
            ...instancesOf(result),
          },
        },
  });
}

/** After a failure the old version still runs, if one ever did and the rollback came to its end. */
function statusAfterFailure(
  provisioned: ProvisionedProduct,
  { rollbackFailed }: StackResult,
): 'TAINTED' | 'ERROR' {
  return rollbackFailed ||
    provisioned.lastSuccessfulProvisioningRecordId === undefined ||
    provisioned.status === 'ERROR'
    ? 'ERROR'
    : 'TAINTED';
}

/** Why CloudFormation cannot update the stack: there is none, or its last change went too wrong. */
function notUpdatable(
  { stackId, name }: ProvisionedProduct,
  state: OperationContext['state'],
  now: number,
): string | undefined {
  if (stackId === undefined) {
    return `Stack [${name}] does not exist`;
  }
  const status = stackStatus(stackEvents(state.records.ofStack(stackId), now));
  return [
    'ROLLBACK_COMPLETE',
    'ROLLBACK_FAILED',
    'UPDATE_ROLLBACK_FAILED',
    'DELETE_FAILED',
  ].includes(status ?? '')
    ? `Stack:${stackId} is in ${status} state and can not be updated.`
    : undefined;
}

function sameTags(before: Tag[], after: Tag[]): boolean {
  const texts = (tags: Tag[]) =>
    tags.map(({ Key, Value }) => JSON.stringify([Key, Value])).sort();
  return JSON.stringify(texts(before)) === JSON.stringify(texts(after));
}
