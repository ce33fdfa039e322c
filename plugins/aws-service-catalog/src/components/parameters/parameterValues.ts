import type {
  LaunchParameter,
  ParameterValues,
} from 'backstage-plugin-aws-service-catalog-common';

/** What a field shows. */
export function getShownValue(
  parameter: LaunchParameter,
  typed: ParameterValues,
  previous: ParameterValues,
): string {
  return (
    typed[parameter.key] ??
    previous[parameter.key] ??
    // A secret's default is not for reading.
    (parameter.noEcho ? '' : parameter.default ?? '')
  );
}

/**
 * What an order sends. An empty field is a value when the template has a default that the reader has emptied; otherwise nothing was
 * given.
 *
 * @returns only parameters with a value
 */
export function getGivenValues(
  parameters: LaunchParameter[],
  typed: ParameterValues,
  previous: ParameterValues,
): Record<string, string> {
  const given: Record<string, string> = {};
  for (const parameter of parameters) {
    const value = getShownValue(parameter, typed, previous);
    const emptied = !parameter.noEcho && parameter.default !== undefined;
    if (value !== '' || emptied) {
      given[parameter.key] = value;
    }
  }
  return given;
}
