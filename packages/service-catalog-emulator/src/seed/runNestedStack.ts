import { ResourceIdentity } from '../cloudformation/evaluate';
import { createStack } from '../stacks/createStack';
import { stackById } from '../stacks/stackView';
import { administratorOf, StackSeederOptions } from './ResourceSeed';

/**
 * Makes a nested stack that Service Catalog has no part in: it runs, so that a version can be imported from it. What an
 * earlier seed made stays as it is.
 *
 * @param name - of the stack
 * @param template - its text
 */
export function runNestedStack(
  { emulator, accountId, region }: StackSeederOptions,
  name: string,
  template: string,
  parameters: { [name: string]: string },
): ResourceIdentity {
  const context = emulator.contextOf({
    operation: 'CreateStack',
    caller: administratorOf(accountId),
    region,
    isSeed: true,
    settings: { stackSeconds: 0, resourceSeconds: {} },
  });
  const find = () => stackById(context.state, name, context.now);
  const id =
    find()?.id ??
    createStack(context, { name, template, parameters, tags: [] });
  emulator.settle();
  const outputs = new Map(
    find()?.outputs.map(({ OutputKey, OutputValue }) => [
      `Outputs.${OutputKey}`,
      OutputValue,
    ]),
  );
  return {
    physicalId: id,
    attribute: attribute => {
      const value = outputs.get(attribute);
      if (value === undefined) {
        throw new Error(`Stack ${name} has no output ${attribute}`);
      }
      return value;
    },
  };
}
