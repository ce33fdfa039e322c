import { PasswordField, Select, TextField } from '@backstage/ui';
import {
  isListParameter,
  isNumberParameter,
  LaunchParameter,
  splitList,
} from 'backstage-plugin-aws-service-catalog-common';
import { getParameterHint } from './parameterHint';

/** The field of one parameter: a choice, a password or text, whatever its type and rules call for. */
export const ParameterField = (props: {
  parameter: LaunchParameter;
  value: string;
  /** What is wrong with the value, when the reader should see it. */
  error?: string;
  /** The field may stay empty, because AWS keeps the value it has (updates). */
  keepsPrevious?: boolean;
  onChange(value: string): void;
  onLeave(): void;
}) => {
  const { parameter, value, error, keepsPrevious, onChange, onLeave } = props;
  const { key, allowedValues } = parameter;
  if (parameter.fixed) {
    return (
      <TextField
        label={parameter.label ?? key}
        name={key}
        description={`${
          getParameterHint(parameter) ?? ''
        } The portal fills it in.`.trim()}
        isReadOnly
        value={value}
        validationBehavior="aria"
        validate={() => error}
      />
    );
  }
  const isRequired = parameter.default === undefined && !keepsPrevious;
  const hint = getParameterHint(parameter);
  const common = {
    label: parameter.label ?? key,
    name: key,
    description: keepsPrevious
      ? `${hint ?? ''} Leave it empty to keep its value.`.trim()
      : hint,
    isRequired,
    onBlur: onLeave,
    validationBehavior: 'aria' as const,
    validate: () => error,
  };
  if (allowedValues && isListParameter(parameter)) {
    return (
      <Select
        {...common}
        selectionMode="multiple"
        options={allowedValues.map(allowed => ({
          value: allowed,
          label: allowed,
        }))}
        value={value === '' ? [] : splitList(value)}
        onChange={keys => onChange(keys.join(','))}
      />
    );
  }
  if (allowedValues && !parameter.noEcho) {
    return (
      <Select
        {...common}
        options={allowedValues.map(allowed => ({
          value: allowed,
          label: allowed === '' ? '(empty)' : allowed,
        }))}
        value={value}
        onChange={chosen => onChange(String(chosen))}
      />
    );
  }
  if (parameter.noEcho) {
    return (
      <PasswordField
        {...common}
        autoComplete="new-password"
        value={value}
        onChange={onChange}
      />
    );
  }
  return (
    <TextField
      {...common}
      autoComplete="off"
      inputMode={isNumberParameter(parameter) ? 'decimal' : undefined}
      value={value}
      onChange={onChange}
    />
  );
};
