import { isDeepStrictEqual } from 'node:util';
import { ResourceChange, ResourceChangeDetail } from '../state/entities';
import { Comparison, ExistingStack } from './compareStacks';
import { PlannedResource, StackRequest } from './planStack';
import { referencedNames } from './references';
import { isTaggable, requiresRecreation } from './replacements';

/** What changes about a resource that stays, and why. */
export function detailsOf(
  { template, parameters }: StackRequest,
  { request: own, tagsChange }: ExistingStack,
  before: PlannedResource | undefined,
  after: PlannedResource,
  { replaced, properties }: Comparison,
): ResourceChangeDetail[] {
  const { logicalId, type } = after;
  const wanted = properties(after);
  const details: ResourceChangeDetail[] = [];
  const declared = template.resources[logicalId];
  const declaredBefore = own.template.resources[logicalId];
  // What cannot be evaluated any more is compared as it is written.
  const [was, is] = before
    ? [before.properties, wanted]
    : [declaredBefore?.properties ?? {}, declared.properties];
  const names = new Set([...Object.keys(was), ...Object.keys(is)]);
  for (const Name of names) {
    if (!isDeepStrictEqual(was[Name], is[Name])) {
      const refersTo = referencedNames(declared.properties[Name]);
      const cause =
        [...refersTo].find(name => replaced.has(name)) ??
        [...refersTo].find(
          name =>
            Object.hasOwn(parameters, name) &&
            parameters[name] !== own.parameters[name],
        );
      const dynamic = cause !== undefined && replaced.has(cause);
      const recreation = requiresRecreation(type, Name);
      details.push({
        Target: {
          Attribute: 'PROPERTIES',
          Name,
          RequiresRecreation: recreation,
        },
        Evaluation: dynamic ? 'DYNAMIC' : 'STATIC',
        CausingEntity: cause,
      });
    }
  }
  const other = (Attribute: 'DELETIONPOLICY' | 'TAGS') =>
    details.push({
      Target: { Attribute, RequiresRecreation: 'NEVER' },
      Evaluation: 'STATIC',
    });
  if (declaredBefore?.deletionPolicy !== declared.deletionPolicy) {
    other('DELETIONPOLICY');
  }
  if (tagsChange && isTaggable(type)) {
    other('TAGS');
  }
  return details;
}

/** What the details amount to. */
export function replacementOf(
  details: ResourceChangeDetail[],
): NonNullable<ResourceChange['Replacement']> {
  const decisive = details.filter(
    ({ Target }) => Target.RequiresRecreation !== 'NEVER',
  );
  if (decisive.length === 0) {
    return 'FALSE';
  }
  // What a value will be that is not known yet, CloudFormation cannot say.
  return decisive.some(
    ({ Target, Evaluation }) =>
      Target.RequiresRecreation === 'ALWAYS' && Evaluation === 'STATIC',
  )
    ? 'TRUE'
    : 'CONDITIONAL';
}
