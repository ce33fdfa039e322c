import {
  checkParameters,
  checkRules,
  LaunchParameter,
  LaunchRule,
  ParameterValues,
} from 'backstage-plugin-aws-service-catalog-common';
import { useCallback, useMemo, useState } from 'react';
import { getGivenValues, getShownValue } from './parameterValues';

const NOTHING: ParameterValues = {};

/** The state of a form's parameters, checked on every keystroke by the rules that the backend checks again. */
export type ParameterState = {
  /** What the fields show, by key. */
  shown: Record<string, string>;
  /** What is to be sent, by key. */
  given: Record<string, string>;
  /** What breaks a rule of the form, by key, whether the reader has been there or not. */
  problems: Record<string, string>;
  /** What is wrong with several parameters together. */
  ruleProblems: string[];
  /** What the reader should see, by key: problems of fields that were typed in or left, and refusals of the backend. */
  errors: Record<string, string>;
  change(key: string, value: string): void;
  /** The reader has left the field. */
  leave(key: string): void;
  /** The backend refused these values. A sentence stays until its value changes. */
  refuse(messages: Record<string, string>): void;
  /** Forgets everything typed, secrets first of all. */
  clear(): void;
};

/**
 * Keeps what was typed by key, so that it outlives a change of the parameters (another version or portfolio was chosen).
 *
 * @param options.previous - values that the provisioned product has now (updates)
 * @param options.initial - values that the form begins with, as if they had been typed
 * @param options.keepsPrevious - keys that may stay empty because AWS keeps their value (updates)
 */
export function useParameterValues(options: {
  parameters: LaunchParameter[];
  rules: LaunchRule[];
  previous?: ParameterValues;
  initial?: ParameterValues;
  keepsPrevious?: string[];
}): ParameterState {
  const { parameters, rules, previous = NOTHING, keepsPrevious } = options;
  const { initial = NOTHING } = options;
  const [typed, setTyped] = useState<ParameterValues>(initial);
  const [visited, setVisited] = useState<ReadonlySet<string>>(
    () => new Set(Object.keys(initial)),
  );
  const [refused, setRefused] = useState<Record<string, string>>({});

  const leave = useCallback(
    (key: string) => setVisited(keys => new Set(keys).add(key)),
    [],
  );
  const change = useCallback(
    (key: string, value: string) => {
      setTyped(values => ({ ...values, [key]: value }));
      setRefused(({ [key]: _, ...others }) => others);
      leave(key);
    },
    [leave],
  );
  const clear = useCallback(() => setTyped({}), []);

  const checked = useMemo(() => {
    const given = getGivenValues(parameters, typed, previous);
    const shown = Object.fromEntries(
      parameters.map(parameter => [
        parameter.key,
        getShownValue(parameter, typed, previous),
      ]),
    );
    const fixed = new Set(
      parameters.filter(each => each.fixed).map(({ key }) => key),
    );
    const filledIn = Object.fromEntries(
      Object.entries(shown).filter(
        ([key, value]) => fixed.has(key) && value !== '',
      ),
    );
    return {
      given,
      shown,
      fixed,
      problems: checkParameters(parameters, given, { keepsPrevious }),
      ruleProblems: checkRules(rules, parameters, { ...filledIn, ...given }),
    };
  }, [parameters, rules, typed, previous, keepsPrevious]);

  const { fixed, ...state } = checked;
  const errors = {
    ...refused,
    ...Object.fromEntries(
      Object.entries(state.problems).filter(
        // Nobody types in what the portal fills in.
        ([key]) => visited.has(key) || fixed.has(key),
      ),
    ),
  };
  return { ...state, errors, change, leave, refuse: setRefused, clear };
}
