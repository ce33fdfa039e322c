import { OperationContext } from '../context';
import { RecordError } from '../state/entities';
import { uuidDigest } from '../state/ids';
import { StackInputs } from './prepareStack';
import type { StackResult } from './runStack';
import { acceptanceSeconds } from './timeline';

/** The end of a request that CloudFormation refuses before it touches a resource. */
export function refusal(
  message: string,
  { stackName, existing }: StackInputs,
  { world, now, settings }: OperationContext,
): StackResult {
  const acceptance = Math.round(acceptanceSeconds(settings) * 1000);
  const error = refusalError(message, stackName, { world, now });
  return {
    startsAt: now + acceptance,
    completesAt: now + 2 * acceptance,
    resources: existing?.resources ?? [],
    stackId: existing?.stackId,
    error,
    rollbackFailed: false,
    // Two blanks: that is how Service Catalog joins the exception's name and its message.
    statusMessage: `${error.Code}  ${error.Description}`,
    parameters: {},
    outputs: [],
  };
}

/** CloudFormation's refusal as Service Catalog passes it on. */
export function refusalError(
  message: string,
  stackName: string,
  { world, now }: Pick<OperationContext, 'world' | 'now'>,
): RecordError {
  const requestId = uuidDigest(world.ids.seed, stackName, String(now));
  return {
    Code: 'AmazonCloudFormationException',
    Description: `${message} (Service: AmazonCloudFormation; Status Code: 400; Error Code: ValidationError; Request ID: ${requestId})`,
  };
}
