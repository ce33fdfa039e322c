import { CloudFormationError } from '../cloudformation/CloudFormationError';
import { OperationContext } from '../context';
import { AwsError } from '../errors';
import { prepareStack } from '../provisioning/prepareStack';
import { runPrepared } from '../provisioning/runStack';
import { PreparedStack, Tag } from '../state/entities';
import { stackById } from './stackView';

/** A stack to be made without Service Catalog. */
export interface NewStack {
  name: string;
  /** Text of the template. */
  template: string;
  parameters: { [name: string]: string };
  tags: Tag[];
  roleArn?: string;
}

/**
 * Makes a stack, as somebody does by hand or in a pipeline.
 *
 * @returns its ARN
 * @throws AwsError as CloudFormation would answer
 */
export function createStack(
  context: OperationContext,
  { name, template, parameters, tags, roleArn }: NewStack,
): string {
  const { state, world, now } = context;
  if (stackById(state, name, now)) {
    throw new AwsError(
      'AlreadyExistsException',
      `Stack [${name}] already exists`,
    );
  }
  const prepared = orValidationError(() =>
    prepareStack(context, {
      artifact: { templateDigest: world.addTemplate(template) },
      stackName: name,
      uuid: world.ids.uuid(),
      launchRoleArn: roleArn,
      parameters,
      templateConstraints: [],
      notificationArns: [],
    }),
  );
  const { stack, failsAt, completesAt, error, outputs } = runPrepared(
    context,
    prepared,
    undefined,
  );
  state.records.addStack({
    id: world.ids.uuid(),
    stack: stack!,
    // Unlike a request to Service Catalog, the stack is there as soon as it is asked for.
    startsAt: now,
    failsAt,
    completesAt,
    outcome: error
      ? { status: 'FAILED', outputs: [] }
      : { status: 'SUCCEEDED', outputs },
    tags,
    launchRoleArn: roleArn,
    settled: false,
  });
  return prepared.stackId;
}

/** CloudFormation answers at once what it tells Service Catalog later. */
function orValidationError(prepare: () => PreparedStack): PreparedStack {
  try {
    return prepare();
  } catch (error) {
    if (error instanceof CloudFormationError) {
      throw new AwsError('ValidationError', error.message);
    }
    throw error;
  }
}
