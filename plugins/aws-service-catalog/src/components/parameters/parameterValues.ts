import type {
  LaunchParameter,
  ParameterValues,
} from 'backstage-plugin-aws-service-catalog-common';

/** What a field shows. What the portal fills in cannot be typed. */
export function getShownValue(
  parameter: LaunchParameter,
  typed: ParameterValues,
  previous: ParameterValues,
): string {
  return (
    (parameter.fixed ? undefined : typed[parameter.key]) ??
    previous[parameter.key] ??
    // A secret's default is not for reading.
    (parameter.noEcho ? '' : parameter.default ?? '')
  );
}

/**
 * What an order sends. An empty field is a value when the template has a default that the reader has emptied; otherwise nothing was
 * given. What the portal fills in is not sent.
 *
 * @returns only parameters with a value
 */
export function getGivenValues(
  parameters: LaunchParameter[],
  typed: ParameterValues,
  previous: ParameterValues,
): Record<string, string> {
  const given: Record<string, string> = {};
  for (const parameter of parameters.filter(({ fixed }) => !fixed)) {
    const value = getShownValue(parameter, typed, previous);
    const emptied = !parameter.noEcho && parameter.default !== undefined;
    if (value !== '' || emptied) {
      given[parameter.key] = value;
    }
  }
  return given;
}
