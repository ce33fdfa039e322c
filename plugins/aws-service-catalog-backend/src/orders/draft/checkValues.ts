import {
  checkParameters,
  checkRules,
  FieldError,
  LaunchForm,
  LaunchParameter,
} from 'backstage-plugin-aws-service-catalog-common';
import { OrderParameter } from '../StoredOrder';

/** Values of a request, sorted into what may be stored as it is and what may not. */
export type CheckedValues = {
  problems: FieldError[];
  parameters: OrderParameter[];
  /** By parameter key. */
  secrets: Record<string, string>;
};

function withoutDefault(parameter: LaunchParameter): LaunchParameter {
  return { ...parameter, default: undefined };
}

/**
 * Checks the values of an order against every rule of the launch form, as the form in the browser does.
 *
 * @param options.keeps - updates: parameters that keep their value in AWS when none is given
 * @param options.previous - the values that those have, by parameter key, as far as they are known and no secrets
 * @param options.canStoreSecrets - whether an encryption key is configured
 * @param options.secretsMayMiss - for a preview, which is asked for without them
 */
export function checkValues(
  form: Pick<LaunchForm, 'parameters' | 'rules'>,
  values: Readonly<Record<string, string>>,
  options: {
    keeps?: ReadonlySet<string>;
    previous?: Readonly<Record<string, string>>;
    canStoreSecrets: boolean;
    secretsMayMiss?: boolean;
  },
): CheckedValues {
  const { keeps = new Set(), canStoreSecrets, secretsMayMiss } = options;
  const isGiven = (key: string) => Object.hasOwn(values, key);
  const isKept = ({ key }: LaunchParameter) => keeps.has(key) && !isGiven(key);
  const mayMiss = form.parameters.filter(
    parameter => secretsMayMiss && parameter.noEcho && !isGiven(parameter.key),
  );
  const wrong = checkParameters(form.parameters, values, {
    keepsPrevious: [...keeps, ...mayMiss.map(({ key }) => key)],
  });
  const problems: FieldError[] = Object.entries(wrong).map(
    ([key, message]) => ({ field: `parameters.${key}`, message }),
  );
  const secrets: Record<string, string> = {};
  const parameters = form.parameters.flatMap((parameter): OrderParameter[] => {
    const { key, noEcho } = parameter;
    if (isKept(parameter)) {
      return [{ key, secret: noEcho, usePreviousValue: true }];
    }
    if (!isGiven(key)) {
      return [];
    }
    if (!noEcho) {
      return [{ key, secret: false, value: values[key] }];
    }
    secrets[key] = values[key];
    if (!canStoreSecrets) {
      problems.push({
        field: `parameters.${key}`,
        message: `Parameter '${key}' is a secret, and the portal has no key to encrypt it with: awsServiceCatalog.secrets.keys is not configured.`,
      });
    }
    return [{ key, secret: true }];
  });
  // What keeps a value that we do not know cannot be judged, so the rules about it are left to AWS.
  const known = form.parameters.map(parameter =>
    isKept(parameter) ? withoutDefault(parameter) : parameter,
  );
  const kept = Object.fromEntries(
    Object.entries(options.previous ?? {}).filter(([key]) => keeps.has(key)),
  );
  if (problems.length === 0) {
    problems.push(
      ...checkRules(form.rules, known, { ...kept, ...values }).map(message => ({
        field: 'parameters',
        message,
      })),
    );
  }
  return { problems, parameters, secrets };
}
