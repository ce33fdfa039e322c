import { Tag } from 'backstage-plugin-aws-service-catalog-common';
import { LeaseConfig } from './leaseConfig';
import { isInScope, Scoped } from './scope';

/** What a lease policy is compared with. */
export type LeaseFacts = Scoped & {
  /** The values in effect, by parameter key, as far as they are known. */
  parameters: Readonly<Record<string, string>>;
  tags: readonly Tag[];
};

function fits({ match }: LeaseConfig, facts: LeaseFacts): boolean {
  const { parameters = {}, tags = {} } = match;
  return (
    isInScope(match, facts) &&
    // A value that is not known fits nothing: nothing is ended because of a guess.
    Object.entries(parameters).every(
      ([key, values]) =>
        Object.hasOwn(facts.parameters, key) &&
        values.includes(facts.parameters[key]),
    ) &&
    Object.entries(tags).every(([key, values]) =>
      facts.tags.some(tag => tag.key === key && values.includes(tag.value)),
    )
  );
}

/** The lease policy that holds for something: the first that fits; undefined when it may live for ever. */
export function findLease(
  leases: readonly LeaseConfig[],
  facts: LeaseFacts,
): LeaseConfig | undefined {
  return leases.find(policy => fits(policy, facts));
}
