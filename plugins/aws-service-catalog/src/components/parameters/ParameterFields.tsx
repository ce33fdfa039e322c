import { Alert, Text } from '@backstage/ui';
import type { LaunchForm } from 'backstage-plugin-aws-service-catalog-common';
import { useId } from 'react';
import { ParameterField } from './ParameterField';
import styles from './ParameterFields.module.css';
import type { ParameterState } from './useParameterValues';

type Group = LaunchForm['groups'][number];

/** All parameters of a launch form, in the groups and the order that the template's author chose. */
export const ParameterFields = (props: {
  form: Pick<LaunchForm, 'parameters' | 'groups'>;
  state: ParameterState;
  /** Keys that may stay empty because AWS keeps their value (updates). */
  keepsPrevious?: string[];
}) => {
  const { form, state, keepsPrevious } = props;
  const idPrefix = useId();
  const byKey = new Map(
    form.parameters.map(parameter => [parameter.key, parameter]),
  );
  const renderGroup = (group: Group, index: number) => {
    const labelId = `${idPrefix}-${index}`;
    const label =
      group.label ??
      (form.groups.length > 1 ? 'Other parameters' : 'Parameters');
    return (
      <section key={labelId} aria-labelledby={labelId} className={styles.group}>
        <Text as="h3" id={labelId} variant="body-large" weight="bold">
          {label}
        </Text>
        {group.parameters.flatMap(key => {
          const parameter = byKey.get(key);
          return parameter ? (
            <ParameterField
              key={key}
              parameter={parameter}
              value={state.shown[key]}
              error={state.errors[key]}
              keepsPrevious={keepsPrevious?.includes(key)}
              onChange={value => state.change(key, value)}
              onLeave={() => state.leave(key)}
            />
          ) : (
            []
          );
        })}
      </section>
    );
  };
  return (
    <>
      {form.groups
        .filter(group => group.parameters.length > 0)
        .map(renderGroup)}
      <div aria-live="polite" className={styles.problems}>
        {state.ruleProblems.map(problem => (
          <Alert key={problem} status="danger" icon title={problem} />
        ))}
      </div>
    </>
  );
};
