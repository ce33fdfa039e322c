import { asText, isObject } from '../cloudformation/json';
import {
  pick,
  ResourceSeed,
  SeededResource,
  unlessError,
} from './ResourceSeed';

/** Seeds a service action; CloudFormation lists the definition's entries, the API has a map. */
export async function seedServiceAction(
  seed: ResourceSeed,
): Promise<SeededResource> {
  const id = seed.id('act');
  const { Definition } = seed.properties;
  const entries = Array.isArray(Definition) ? Definition : [];
  const properties = {
    ...pick(seed, ['Name', 'Description']),
    Definition: Object.fromEntries(
      entries.map(entry => {
        const { Key, Value } = isObject(entry) ? entry : {};
        return [asText(Key), asText(Value)];
      }),
    ),
  };
  const existing = await unlessError('ResourceNotFoundException', () =>
    seed.call('DescribeServiceAction', { Id: id }),
  );
  if (existing) {
    await seed.call('UpdateServiceAction', { Id: id, ...properties });
  } else {
    await seed.call('CreateServiceAction', {
      ...properties,
      ...pick(seed, ['DefinitionType']),
      IdempotencyToken: seed.token(),
    });
  }
  return { physicalId: id, attributes: { Id: id } };
}
