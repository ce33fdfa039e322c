import { messageOf } from '../errors';
import { planStack, StackRequest } from '../cloudformation/planStack';
import { resolveParameters } from '../cloudformation/parameters';
import { parseTemplate } from '../cloudformation/template';

/** What CloudFormation would do with a template, to which a resource is added if it has none. */
export function plan(
  template: object,
  parameters: { [name: string]: string } = {},
  more: Partial<StackRequest> = {},
) {
  const parsed = parseTemplate(
    JSON.stringify({ Resources: { A: { Type: 'T::T::T' } }, ...template }),
  );
  return planStack({
    template: parsed,
    parameters: resolveParameters(parsed, parameters),
    constraintRules: [],
    stackName: 'SC-123456789012-pp-1',
    stackId: 'arn:aws:cloudformation:eu-west-1:123456789012:stack/S/1',
    accountId: '123456789012',
    region: 'eu-west-1',
    notificationArns: [],
    ...more,
  });
}

/** Why it is refused; `undefined` when it is not. */
export function refusal(run: () => unknown): string | undefined {
  try {
    run();
    return undefined;
  } catch (error) {
    return messageOf(error);
  }
}

/** What an expression gives as an output. */
export function value(
  expression: unknown,
  template: object = {},
  parameters = {},
) {
  const { outputs } = plan(
    { ...template, Outputs: { O: { Value: expression } } },
    parameters,
  );
  return outputs[0].value;
}
