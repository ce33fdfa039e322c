import { ConfigReader, readDurationFromConfig } from '@backstage/config';
import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import { durationToMilliseconds } from '@backstage/types';
import { z } from 'zod';
import { findUnknownPlaceholder, templateNames } from './ownership/template';

/** An entity reference in the configuration; read as a full, lower-case one. */
export const entityRef = z.string().transform((value, context) => {
  try {
    const { kind, namespace, name } = parseEntityRef(value);
    return stringifyEntityRef({ kind, namespace, name });
  } catch {
    context.addIssue({
      code: 'custom',
      message: `must be an entity reference such as group:default/team-a, got '${value}'`,
    });
    return z.NEVER;
  }
});

/** Who a service is, as Backstage's credentials say: a plugin, or the holder of a token for external access. */
export const serviceSubject = z
  .string()
  .regex(
    /^(plugin|external):\S+$/,
    'must be a service such as plugin:scaffolder or external:reports',
  );

/** A duration in the configuration, longer than none, as Backstage's own reader takes it: objects and ISO strings alike. */
export const duration = z.unknown().transform((value, context) => {
  try {
    const config = new ConfigReader({ value } as ConstructorParameters<
      typeof ConfigReader
    >[0]);
    const read = readDurationFromConfig(config, { key: 'value' });
    if (durationToMilliseconds(read) > 0) {
      return read;
    }
  } catch {
    // Said below.
  }
  context.addIssue({
    code: 'custom',
    message:
      'must be a duration such as { hours: 24 } or PT24H, and longer than none',
  });
  return z.NEVER;
});

/** A {@link duration}, read as milliseconds. */
export const durationMs = duration.transform(durationToMilliseconds);

/** A template such as `${{ owner.name }}`, all of whose names are known. */
export const template = z
  .string()
  .min(1)
  .superRefine((text, context) => {
    const unknown = findUnknownPlaceholder(text);
    if (unknown !== undefined) {
      context.addIssue({
        code: 'custom',
        message: `names '${unknown}'; known are ${templateNames.join(', ')}`,
      });
    }
  });

/** An AWS account in the configuration. */
export const accountId = z
  .string('must be a string of 12 digits: put it in quotes')
  .regex(/^\d{12}$/, 'must be 12 digits');

/** A Region of AWS in the configuration. */
export const region = z
  .string()
  .regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'must be a Region such as eu-central-1');

/** Where AWS's services are spoken to, instead of AWS. */
export const endpoint = z
  .url({ protocol: /^https?$/, error: 'must be an http or https URL' })
  .optional();
