import { OperationContext } from '../context';
import { AwsError } from '../errors';
import { createStack } from '../stacks/createStack';
import { string, structure } from '../validation/shapes';
import { validateInput } from '../validation/validate';
import { XmlElement } from './queryProtocol';

const INPUT = structure(
  {
    StackName: string({ min: 1, max: 128, pattern: '^[a-zA-Z][-a-zA-Z0-9]*$' }),
    TemplateBody: string({ min: 1 }),
    TemplateURL: string({ min: 1 }),
    RoleARN: string({ min: 20, max: 2048 }),
  },
  ['StackName'],
);

/** `CreateStack`: a stack that Service Catalog knows nothing of, until it is imported. */
export async function handleCreateStack(
  parameters: URLSearchParams,
  context: OperationContext,
): Promise<XmlElement> {
  const input = Object.fromEntries(parameters);
  validateInput(INPUT, input);
  const { TemplateBody, TemplateURL } = input;
  if ((TemplateBody === undefined) === (TemplateURL === undefined)) {
    throw new AwsError(
      'ValidationError',
      'Either Template URL or Template Body must be specified.',
    );
  }
  return {
    StackId: createStack(context, {
      name: input.StackName,
      template:
        TemplateBody ??
        (await context.loadArtifact(TemplateURL)).toString('utf8'),
      parameters: Object.fromEntries(
        pairs(input, 'Parameters', 'ParameterKey', 'ParameterValue'),
      ),
      tags: pairs(input, 'Tags', 'Key', 'Value').map(([Key, Value]) => ({
        Key,
        Value,
      })),
      roleArn: input.RoleARN,
    }),
  };
}

/** Pairs of a list, which the query protocol spreads over members with numbers. */
function pairs(
  input: { [member: string]: string },
  list: string,
  key: string,
  value: string,
): [string, string][] {
  const found: [string, string][] = [];
  for (let index = 1; ; index++) {
    const member = `${list}.member.${index}`;
    const name = input[`${member}.${key}`];
    if (name === undefined) {
      return found;
    }
    found.push([name, input[`${member}.${value}`] ?? '']);
  }
}
