import { TemplateParameter } from '../cloudformation/template';
import { Output } from '../context';

/** `ProvisioningArtifactParameter`: a template parameter as end users see it. */
export function provisioningParameter([name, parameter]: [
  string,
  TemplateParameter,
]): Output {
  return {
    ParameterKey: name,
    DefaultValue: parameter.default,
    ParameterType: parameter.type,
    IsNoEcho: parameter.noEcho,
    Description: parameter.description,
    ParameterConstraints: {
      AllowedValues: parameter.allowedValues,
      AllowedPattern: parameter.allowedPattern,
      ConstraintDescription: parameter.constraintDescription,
      MaxLength: parameter.maxLength,
      MinLength: parameter.minLength,
      MaxValue: parameter.maxValue,
      MinValue: parameter.minValue,
    },
  };
}
