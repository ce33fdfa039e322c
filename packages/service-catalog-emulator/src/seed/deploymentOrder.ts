import { conditionHolds, EvaluationScope } from '../cloudformation/evaluate';
import { referencedNames } from '../cloudformation/references';
import { Template } from '../cloudformation/template';

/**
 * The resources whose condition holds, each after those it refers to, otherwise as they are written.
 *
 * @throws Error when they refer to each other in a circle
 */
export function deploymentOrder(
  template: Template,
  scope: EvaluationScope,
): string[] {
  const present = Object.keys(template.resources).filter(logicalId =>
    holds(template.resources[logicalId].condition, scope),
  );
  const positions = new Map(
    present.map((logicalId, index) => [logicalId, index]),
  );
  const order = new Set<string>();
  const visiting = new Set<string>();
  const visit = (logicalId: string) => {
    if (order.has(logicalId)) {
      return;
    }
    if (visiting.has(logicalId)) {
      throw new Error(
        `Circular dependency between resources: [${[...visiting].join(', ')}]`,
      );
    }
    visiting.add(logicalId);
    const { properties, dependsOn } = template.resources[logicalId];
    [...new Set([...referencedNames(properties), ...dependsOn])]
      .filter(name => positions.has(name))
      .sort((a, b) => positions.get(a)! - positions.get(b)!)
      .forEach(visit);
    visiting.delete(logicalId);
    order.add(logicalId);
  };
  present.forEach(visit);
  return [...order];
}

/** Whether there is no condition, or it holds. */
export function holds(
  condition: string | undefined,
  scope: EvaluationScope,
): boolean {
  return condition === undefined || conditionHolds(condition, scope);
}
