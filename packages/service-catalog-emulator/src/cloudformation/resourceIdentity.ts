import { arn, generatedName, ResourceContext } from './resourceModels';
import { RESOURCE_TYPES } from './resourceTypes';

/**
 * The value of `Ref`: the name the template gives, or one in the form that the service would give.
 */
export function physicalIdOf(context: ResourceContext): string {
  return (RESOURCE_TYPES[context.type]?.physicalId ?? generatedName)(context);
}

/** The value of `Fn::GetAtt`; for attributes unknown here, a recognisable stand-in. */
export function attributeOf(
  context: ResourceContext,
  physicalId: string,
  name: string,
): unknown {
  const known = RESOURCE_TYPES[context.type]?.attributes[name];
  if (known) {
    return known(context, physicalId);
  }
  if (name === 'Arn' || name.endsWith('Arn')) {
    const [, service, type] = context.type.toLowerCase().split('::');
    return arn(service, `${type}/${physicalId}`)(context, physicalId);
  }
  return name in context.properties
    ? context.properties[name]
    : `${physicalId}-${name.toLowerCase()}`;
}
