import { CloudFormationError } from '../cloudformation/CloudFormationError';
import {
  maskNoEcho,
  ParameterTexts,
  resolveParameters,
} from '../cloudformation/parameters';
import { planCreation, planUpdate } from '../cloudformation/planUpdate';
import { parseRules } from '../cloudformation/template';
import { OperationContext } from '../context';
import {
  Constraint,
  PreparedStack,
  ProvisionedProduct,
  ProvisioningArtifact,
  RecordOutput,
  Tag,
} from '../state/entities';
import { uuidDigest } from '../state/ids';
import { cannotBeAssumed, parseRoleArn } from '../state/RoleDirectory';

/** Key of the output that Service Catalog puts before those of the template. */
export const STACK_ARN_OUTPUT = 'CloudformationStackARN';

/** A stack, or what was left of one, as far as an update has to know it. */
export type RunningStack = Pick<
  ProvisionedProduct,
  'stackId' | 'templateDigest' | 'parameters' | 'resources'
>;

/** What CloudFormation makes a stack from. */
export interface StackInputs {
  artifact: Pick<ProvisioningArtifact, 'templateDigest'>;
  /** Name of a new stack. */
  stackName: string;
  /** Tells a new stack from earlier ones of that name. Absent: there were none. */
  uuid?: string;
  /** The stack as it runs; absent when there is none yet. */
  existing?: RunningStack;
  /** Whether an update gives the stack other tags. */
  tagsChange?: boolean;
  /** The role that makes the stack, in that role's account. Absent: whoever asks. */
  launchRoleArn?: string;
  /** Values from the caller. */
  parameters: ParameterTexts;
  /** Names whose value is the previous one and is not checked again. */
  trusted?: ReadonlySet<string>;
  /** A problem found while the values were put together. */
  problem?: string;
  templateConstraints: Constraint[];
  notificationArns: string[];
}

/** What a request asks of CloudFormation, or of an engine. */
export interface StackWish extends StackInputs {
  artifact: ProvisioningArtifact;
  /** The product as it runs. */
  existing?: ProvisionedProduct;
  provisionedProductId: string;
  /** Tags of the provisioned product, AutoTags aside; engines are told them. */
  tags: Tag[];
}

/** Name of the stack of a provisioned product. */
export function stackNameFor(
  accountId: string,
  provisionedProductId: string,
): string {
  return `SC-${accountId}-${provisionedProductId}`;
}

/**
 * Works out what a launch or an update will do to the stack, without deciding when.
 *
 * @throws CloudFormationError when CloudFormation would refuse it before it touches a resource
 */
export function prepareStack(
  { world, caller, region }: OperationContext,
  wish: StackInputs,
): PreparedStack {
  if (wish.problem !== undefined) {
    throw new CloudFormationError(wish.problem);
  }
  const { existing, artifact, launchRoleArn } = wish;
  if (launchRoleArn !== undefined && !world.roles.exists(launchRoleArn)) {
    throw new CloudFormationError(cannotBeAssumed(launchRoleArn));
  }
  const accountId =
    existing?.stackId?.split(':')[4] ??
    parseRoleArn(launchRoleArn ?? '')?.accountId ??
    caller.accountId;
  const stackId =
    existing?.stackId ??
    `arn:aws:cloudformation:${region}:${accountId}:stack/${wish.stackName}/${
      wish.uuid ?? uuidDigest(world.ids.seed, wish.stackName)
    }`;
  const template = world.template(artifact.templateDigest);
  const parameters = resolveParameters(template, wish.parameters, wish.trusted);
  const request = {
    template,
    parameters,
    constraintRules: wish.templateConstraints.map(templateConstraintRules),
    stackName: stackNameOf(stackId),
    stackId,
    accountId,
    region,
    notificationArns: wish.notificationArns,
  };
  const { outputs, ...plan } =
    existing?.stackId === undefined
      ? planCreation(request)
      : planUpdate(request, {
          request: {
            template: world.template(existing.templateDigest),
            parameters: existing.parameters,
          },
          resources: existing.resources,
          tagsChange: wish.tagsChange ?? false,
          unknownValues: new Set(
            Object.keys(template.parameters).filter(
              name =>
                template.parameters[name].noEcho &&
                wish.parameters[name] === undefined,
            ),
          ),
        });
  return {
    stackId,
    templateDigest: artifact.templateDigest,
    parameters: maskNoEcho(template, parameters),
    ...plan,
    outputs: allOutputs(stackId, outputs),
  };
}

function allOutputs(
  stackId: string,
  outputs: { key: string; value: string; description?: string }[],
): RecordOutput[] {
  const own = outputs.map(
    ({ key, value, description }): RecordOutput => ({
      OutputKey: key,
      OutputValue: value,
      Description: description,
    }),
  );
  // Not spread: that would leave room for many more.
  return [
    {
      OutputKey: STACK_ARN_OUTPUT,
      OutputValue: stackId,
      Description: 'The ARN of the launched Cloudformation Stack',
    } as RecordOutput,
  ].concat(own);
}

/** The name in a stack's ARN. */
export function stackNameOf(stackId: string): string {
  return stackId.split('/')[1];
}

/** The rules of a TEMPLATE constraint. Its parameters were checked when it was created. */
function templateConstraintRules({ parameters }: Constraint) {
  return parseRules(JSON.parse(parameters).Rules);
}
