import { LaunchParameter } from 'backstage-plugin-aws-service-catalog-common';
import { FilledParameters } from '../../governance';

/**
 * What the portal gives an update: what keeps its value keeps it, lest a renamed team replaces what runs. Only what the
 * running version did not have is filled in.
 *
 * @param options.keeps - parameters that keep their value when none is given
 * @param options.hasDefaults - whether AWS falls back to defaults; engines other than CloudFormation get what is sent and
 *   nothing else, so that a suggestion would overwrite what is there
 */
export function fillUpdate(
  filled: FilledParameters,
  options: { keeps: ReadonlySet<string>; hasDefaults: boolean },
): FilledParameters {
  const { keeps, hasDefaults } = options;
  const parameters = filled.parameters.map(
    (parameter): LaunchParameter =>
      hasDefaults || parameter.fixed
        ? parameter
        : { ...parameter, default: undefined },
  );
  const values = parameters.flatMap(({ key, default: value }) =>
    key in filled.values && value !== undefined && !keeps.has(key)
      ? [[key, value]]
      : [],
  );
  return { parameters, values: Object.fromEntries(values) };
}
