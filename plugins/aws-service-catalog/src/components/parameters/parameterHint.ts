import {
  isListParameter,
  isNumberParameter,
  isPatternLeftToAws,
  LaunchParameter,
} from 'backstage-plugin-aws-service-catalog-common';

function between(
  low: number | undefined,
  high: number | undefined,
  unit: string,
): string | undefined {
  if (low !== undefined && low === high) {
    return `exactly ${low}${unit}`;
  }
  if (low !== undefined && high !== undefined) {
    return `${low} to ${high}${unit}`;
  }
  if (low !== undefined) {
    return `at least ${low}${unit}`;
  }
  return high === undefined ? undefined : `at most ${high}${unit}`;
}

function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function describeType(parameter: LaunchParameter): string | undefined {
  const { type } = parameter;
  const ofList = isListParameter(parameter);
  if (type.startsWith('AWS::SSM::Parameter::')) {
    return 'Name of a parameter in AWS Systems Manager';
  }
  const aws = /AWS::[\w:]+/.exec(type)?.[0];
  if (aws) {
    return ofList ? `Comma separated list of ${aws}` : aws;
  }
  return ofList && !parameter.allowedValues
    ? 'Comma separated list'
    : undefined;
}

/**
 * What the template's author wrote about a parameter, followed by the rules that a reader can keep in mind while typing.
 *
 * @returns undefined when there is nothing to say
 */
export function getParameterHint(
  parameter: LaunchParameter,
): string | undefined {
  const { description, allowedValues, minLength, maxLength } = parameter;
  const rules = allowedValues
    ? []
    : [
        isNumberParameter(parameter)
          ? between(parameter.minValue, parameter.maxValue, '') ?? 'a number'
          : between(minLength, maxLength, ' characters'),
      ];
  const hint = [describeType(parameter), ...rules]
    .filter(part => part !== undefined)
    .map(part => `${capitalize(part)}.`);
  if (parameter.noEcho && parameter.default !== undefined) {
    hint.push('Leave it empty to use the template’s default.');
  }
  if (isPatternLeftToAws(parameter)) {
    hint.push(`AWS checks it against the pattern ${parameter.allowedPattern}`);
  }
  const text = description?.trim();
  return [text && /[.!?:]$/.test(text) ? text : text && `${text}.`, ...hint]
    .filter(Boolean)
    .join(' ');
}
