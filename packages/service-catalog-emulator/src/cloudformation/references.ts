import { asText, isObject } from './json';

/** A variable of `Fn::Sub`; `${!Literal}` is none. */
export const PLACEHOLDER = /\$\{([^!{}][^{}]*)\}/g;

/** Logical ids that an expression refers to, of resources and parameters alike. */
export function referencedNames(value: unknown): Set<string> {
  const names = new Set<string>();
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) {
      node.forEach(visit);
    } else if (isObject(node)) {
      for (const [key, argument] of Object.entries(node)) {
        if (key === 'Ref' && typeof argument === 'string') {
          names.add(argument);
        } else if (key === 'Fn::GetAtt') {
          names.add(
            asText(Array.isArray(argument) ? argument[0] : argument).split(
              '.',
            )[0],
          );
        } else if (key === 'Fn::Sub') {
          const source = Array.isArray(argument) ? argument[0] : argument;
          for (const [, name] of asText(source).matchAll(PLACEHOLDER)) {
            names.add(name.trim().split('.')[0]);
          }
        }
        visit(argument);
      }
    }
  };
  visit(value);
  return names;
}
