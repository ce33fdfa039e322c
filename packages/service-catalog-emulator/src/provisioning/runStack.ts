import { CloudFormationError } from '../cloudformation/CloudFormationError';
import { PlannedResource, planStack } from '../cloudformation/planStack';
import {
  maskNoEcho,
  ParameterTexts,
  resolveParameters,
} from '../cloudformation/parameters';
import { parseRules } from '../cloudformation/template';
import { OperationContext } from '../context';
import {
  Constraint,
  ProvisioningArtifact,
  RecordError,
  RecordOutput,
  StackResource,
} from '../state/entities';
import { uuidDigest } from '../state/ids';
import { acceptanceSeconds, layOut, stopAt, Timeline } from './timeline';

/** What a record asks of CloudFormation. */
export interface StackRun {
  artifact: ProvisioningArtifact;
  provisionedProductId: string;
  /** ARN of the stack when it exists already. */
  stackId?: string;
  /** Values from the caller. */
  parameters: ParameterTexts;
  /** Names whose value is the previous one and is not checked again. */
  trusted?: ReadonlySet<string>;
  /** A problem found while the values were put together. */
  problem?: string;
  templateConstraints: Constraint[];
  notificationArns: string[];
  /** Makes the last resource fail for this reason. */
  injectedFailure?: string;
}

/** When and how CloudFormation ends, known from the start. */
export interface StackResult {
  startsAt: number;
  failsAt?: number;
  completesAt: number;
  resources: StackResource[];
  /** Absent when CloudFormation refused to make a stack at all. */
  stackId?: string;
  /** Set when it failed. */
  error?: RecordError;
  statusMessage?: string;
  /** Effective parameter values, NoEcho masked; empty when it failed before they were known. */
  parameters: ParameterTexts;
  outputs: RecordOutput[];
}

/** Key of the output that Service Catalog puts before those of the template. */
export const STACK_ARN_OUTPUT = 'CloudformationStackARN';

/** How long a rollback takes, as a part of `stackSeconds`. */
const ROLLBACK_SHARE = 0.25;

/**
 * Runs a stack in advance: everything that will happen to it is decided now, and the clock reveals
 * it. CloudFormation's own refusals come a little later too, as on AWS: the request has been
 * accepted by then.
 */
export function runStack(
  context: OperationContext,
  run: StackRun,
): StackResult {
  const { now, settings, world, caller, region } = context;
  const acceptance = Math.round(acceptanceSeconds(settings) * 1000);
  const startsAt = now + acceptance;
  const stackName = `SC-${caller.accountId}-${run.provisionedProductId}`;
  const stackId =
    run.stackId ??
    `arn:aws:cloudformation:${region}:${
      caller.accountId
    }:stack/${stackName}/${uuidDigest(world.ids.seed, stackName)}`;
  const template = world.template(run.artifact.templateDigest);
  try {
    if (run.problem !== undefined) {
      throw new CloudFormationError(run.problem);
    }
    const parameters = resolveParameters(template, run.parameters, run.trusted);
    const plan = planStack({
      template,
      parameters,
      constraintRules: run.templateConstraints.map(templateConstraintRules),
      stackName,
      stackId,
      accountId: caller.accountId,
      region,
      notificationArns: run.notificationArns,
    });
    const timeline = layOut(
      withInjectedFailure(plan.resources, run.injectedFailure),
      startsAt,
      settings,
    );
    return {
      startsAt,
      ...ending(timeline, settings.stackSeconds),
      stackId,
      parameters: maskNoEcho(template, parameters),
      outputs: [
        {
          OutputKey: STACK_ARN_OUTPUT,
          OutputValue: stackId,
          Description: 'The ARN of the launched Cloudformation Stack',
        },
        ...plan.outputs.map(({ key, value, description }) => ({
          OutputKey: key,
          OutputValue: value,
          Description: description,
        })),
      ],
    };
  } catch (error) {
    if (!(error instanceof CloudFormationError)) {
      throw error;
    }
    return {
      ...refusal(error.message, run, context),
      startsAt,
      completesAt: startsAt + acceptance,
    };
  }
}

/** The rules of a TEMPLATE constraint. Its parameters were checked when it was created. */
function templateConstraintRules({ parameters }: Constraint) {
  return parseRules(JSON.parse(parameters).Rules);
}

/** The end of a request that CloudFormation refuses before it touches a resource. */
function refusal(
  message: string,
  run: StackRun,
  { world, now }: OperationContext,
): Omit<StackResult, 'startsAt' | 'completesAt'> {
  const requestId = uuidDigest(
    world.ids.seed,
    run.provisionedProductId,
    String(now),
  );
  const error = {
    Code: 'AmazonCloudFormationException',
    Description: `${message} (Service: AmazonCloudFormation; Status Code: 400; Error Code: ValidationError; Request ID: ${requestId})`,
  };
  return {
    resources: [],
    stackId: run.stackId,
    error,
    // Two blanks: that is how Service Catalog joins the exception's name and its message.
    statusMessage: `${error.Code}  ${error.Description}`,
    parameters: {},
    outputs: [],
  };
}

function ending(
  { resources, endsAt, failed }: Timeline,
  stackSeconds: number,
): Pick<
  StackResult,
  'failsAt' | 'completesAt' | 'resources' | 'error' | 'statusMessage'
> {
  if (!failed) {
    return { completesAt: endsAt, resources };
  }
  const error = {
    Code: 'ResourceFailed',
    Description: `The following resource(s) failed: [${failed.logicalId}]. ${failed.failure}`,
  };
  return {
    failsAt: failed.endsAt,
    completesAt:
      failed.endsAt + Math.round(stackSeconds * ROLLBACK_SHARE * 1000),
    resources: stopAt(resources, failed),
    error,
    statusMessage: error.Description,
  };
}

function withInjectedFailure(
  resources: PlannedResource[],
  reason: string | undefined,
): PlannedResource[] {
  return resources.map((resource, index) =>
    reason !== undefined && index === resources.length - 1
      ? { ...resource, failure: { reason } }
      : resource,
  );
}
