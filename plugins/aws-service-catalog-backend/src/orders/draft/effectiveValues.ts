import {
  OrderChange,
  UnchangedParameter,
} from 'backstage-plugin-aws-service-catalog-common';
import { LaunchFormContent } from '../../products';
import { OrderParameter } from '../StoredOrder';

/**
 * The values that are in effect once an order has succeeded, by parameter key, as far as they are known. Secrets are not among
 * them.
 *
 * @param before - for updates: those in effect now
 */
export function effectiveValues(
  form: Pick<LaunchFormContent, 'parameters'>,
  parameters: readonly OrderParameter[],
  before: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const ordered = new Map(parameters.map(each => [each.key, each]));
  return Object.fromEntries(
    form.parameters.flatMap(({ key, noEcho, default: fallback }) => {
      const value = valueOf(ordered.get(key), fallback, before[key]);
      return noEcho || value === undefined ? [] : [[key, value]];
    }),
  );
}

function valueOf(
  parameter: OrderParameter | undefined,
  fallback: string | undefined,
  before: string | undefined,
): string | undefined {
  if (parameter === undefined) {
    return fallback;
  }
  if ('usePreviousValue' in parameter) {
    return before;
  }
  return parameter.secret ? undefined : parameter.value;
}

/**
 * What an update changes, for those who decide about it.
 *
 * @param before - what is known to be in effect now
 */
export function listChanges(
  before: {
    version: { id: string; name: string };
    parameters: Readonly<Record<string, string>>;
  },
  now: {
    version: { id: string; name: string };
    form: Pick<LaunchFormContent, 'parameters'>;
    parameters: readonly OrderParameter[];
  },
): OrderChange[] {
  const version: OrderChange[] =
    before.version.id === now.version.id
      ? []
      : [
          {
            key: 'version',
            kind: 'version',
            from: before.version.name,
            to: now.version.name,
            secret: false,
          },
        ];
  const given = now.parameters.flatMap((parameter): OrderChange[] => {
    const { key, secret } = parameter;
    if ('usePreviousValue' in parameter) {
      return [];
    }
    if (parameter.secret) {
      return [{ key, kind: 'parameter', secret }];
    }
    const from = before.parameters[key];
    return from === parameter.value
      ? []
      : [{ key, kind: 'parameter', from, to: parameter.value, secret }];
  });
  const ordered = new Set(now.parameters.map(({ key }) => key));
  const defaulted = now.form.parameters.flatMap(
    ({ key, default: to, noEcho: secret }): OrderChange[] => {
      const from = before.parameters[key];
      return ordered.has(key) || to === undefined || from === to
        ? []
        : [{ key, kind: 'parameter', secret, ...(!secret && { from, to }) }];
    },
  );
  const keys = new Set(now.form.parameters.map(({ key }) => key));
  const dropped = Object.entries(before.parameters)
    .filter(([key]) => !keys.has(key))
    .map(
      ([key, from]): OrderChange => ({
        key,
        kind: 'parameter',
        from,
        secret: false,
      }),
    );
  return [...version, ...given, ...defaulted, ...dropped];
}

/**
 * What an update leaves as it is.
 *
 * @param before - what is known to be in effect now
 */
export function listUnchanged(
  before: Readonly<Record<string, string>>,
  now: {
    form: Pick<LaunchFormContent, 'parameters'>;
    parameters: readonly OrderParameter[];
  },
): UnchangedParameter[] {
  const ordered = new Map(now.parameters.map(each => [each.key, each]));
  return now.form.parameters.flatMap(
    ({ key, noEcho: secret, default: fallback }): UnchangedParameter[] => {
      const parameter = ordered.get(key);
      const isKept = parameter && 'usePreviousValue' in parameter;
      const value = valueOf(parameter, fallback, before[key]);
      return isKept || (value !== undefined && value === before[key])
        ? [{ key, secret, ...(!secret && { value }) }]
        : [];
    },
  );
}
