import type {
  Order,
  ParameterValues,
} from 'backstage-plugin-aws-service-catalog-common';

/** The values among the parameters of an order; a secret has none. */
export function knownValues(parameters: Order['parameters']): ParameterValues {
  return Object.fromEntries(
    parameters
      .filter(({ secret }) => !secret)
      .map(({ key, value }) => [key, value]),
  );
}
