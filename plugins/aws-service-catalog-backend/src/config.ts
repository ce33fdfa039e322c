import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { HumanDuration } from '@backstage/types';
import { z } from 'zod';
import { describeIssue, findRepeats, ROOT } from './configProblems';
import {
  accountId,
  duration,
  endpoint,
  entityRef,
  region,
  serviceSubject,
  template,
} from './configValues';
import {
  CostsConfig,
  costsConfigSchema,
  PayerConfig,
} from './costs/costsConfig';
import { FilledParameterConfig, filledParameterSchema } from './governance';
import {
  ApprovalConfig,
  EstimateConfig,
  LeaseConfig,
  policyConfigSchema,
  QuotaConfig,
} from './policy';

export type { CostsConfig, PayerConfig };

/** One AWS account and Region that the portal works in. */
export type TargetConfig = Readonly<{
  name: string;
  /** 12 digits. */
  accountId: string;
  region: string;
  /** Where Service Catalog and STS are spoken to, instead of AWS. */
  endpoint?: string;
  /** Full entity refs of the groups and users it serves; empty: nobody. */
  owners: readonly string[];
  /** Whether a tag in AWS alone makes its value the owner. */
  trustOwnerTags: boolean;
}>;

/** Which tags a launch is stamped with. */
export type TagConfig = Readonly<{
  /** The tag keys, by what the tag says. */
  keys: Readonly<
    Record<'owner' | 'entity' | 'requester' | 'order' | 'portal', string>
  >;
  /** Further tags: key to a template such as `${{ owner.name }}`. */
  extra: Readonly<Record<string, string>>;
}>;

/** An AES-256 key for secret parameters. */
export type SecretKeyConfig = Readonly<{
  id: string;
  /** 32 bytes. */
  secret: Buffer;
}>;

/** The plugin's whole configuration. */
export type PluginConfig = Readonly<{
  /** Value of the portal tag: tells apart the portals that share an AWS account. */
  portal: string;
  /** Full entity refs of the groups and users that run the portal. */
  operators: readonly string[];
  /** Subjects of the services that may read, such as `plugin:scaffolder`. */
  readers: readonly string[];
  targets: readonly TargetConfig[];
  tags: TagConfig;
  /** Which parameters the portal fills in: for each, the first entry that fits holds. */
  parameters: readonly FilledParameterConfig[];
  /** Which orders need approval, by whom, and by when. */
  approval: ApprovalConfig;
  /** How much an owner may have. */
  quotas: readonly QuotaConfig[];
  /** What products are declared to cost. */
  estimates: readonly EstimateConfig[];
  /** How long provisioned products may live. */
  leases: readonly LeaseConfig[];
  secrets: Readonly<{
    /** The first one encrypts, all decrypt. Empty: secrets cannot be stored. */
    keys: readonly SecretKeyConfig[];
    /** Ids of keys that are gone for good, with what they encrypted. */
    lostKeys: readonly string[];
  }>;
  sync: Readonly<{
    frequency: HumanDuration;
    timeout: HumanDuration;
    /** Absent: no events are listened to. */
    hints?: Readonly<{
      /** Of Backstage's events service. */
      topic: string;
      /** How long a hint waits for others. */
      delay: HumanDuration;
    }>;
  }>;
  costs: CostsConfig;
  /** How often the product doctor looks at everything. */
  doctor: Readonly<{ frequency: HumanDuration }>;
  reconcile: Readonly<{
    interval: HumanDuration;
    /** How long AWS may be at an order before somebody should look. */
    stuckAfter: HumanDuration;
    /** How long an order waits because AWS is at something else. */
    busyTimeout: HumanDuration;
    /** Names or ids of the products of which one order at a time goes to AWS, per target. */
    serialProducts: readonly string[];
  }>;
}>;

const tagKey = z
  .string()
  .regex(
    /^(?!aws:)[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/iu,
    'must be a tag key: 1 to 128 letters, digits, spaces or _.:/=+-@, and not begin with aws:',
  );

const secretKey = z
  .base64('must be base64')
  .transform(value => Buffer.from(value, 'base64'))
  .refine(bytes => bytes.length === 32, 'must be 32 bytes in base64');

const target = z.strictObject({
  name: z
    .string()
    .regex(
      /^[a-z0-9][a-z0-9-]{0,62}$/,
      'must be 1 to 63 lower-case letters, digits or dashes',
    ),
  accountId,
  region,
  endpoint,
  owners: z.array(entityRef).default([]),
  trustOwnerTags: z.boolean().default(false),
});

const schema = z.strictObject({
  portal: z
    .string()
    .regex(
      /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,256}$/u,
      'must be a tag value: 1 to 256 letters, digits, spaces or _.:/=+-@',
    ),
  operators: z.array(entityRef).default([]),
  readers: z.array(serviceSubject).default(['plugin:scaffolder']),
  targets: z.array(target).min(1, 'must name at least one target'),
  tags: z
    .strictObject({
      owner: tagKey.default('backstage.io/owner'),
      entity: tagKey.default('backstage.io/entity'),
      requester: tagKey.default('backstage.io/requester'),
      order: tagKey.default('backstage.io/order'),
      portal: tagKey.default('backstage.io/portal'),
      extra: z.record(tagKey, template).default({}),
    })
    .prefault({}),
  parameters: z.array(filledParameterSchema).default([]),
  ...policyConfigSchema,
  secrets: z
    .strictObject({
      keys: z
        .array(
          z.strictObject({ id: z.string().min(1).max(64), secret: secretKey }),
        )
        .default([]),
      lostKeys: z.array(z.string().min(1)).default([]),
    })
    .prefault({}),
  sync: z
    .strictObject({
      frequency: duration.prefault({ minutes: 5 }),
      timeout: duration.prefault({ minutes: 10 }),
      hints: z
        .strictObject({
          topic: z.string().min(1),
          delay: duration.prefault({ seconds: 10 }),
        })
        .optional(),
    })
    .prefault({}),
  costs: costsConfigSchema.prefault({}),
  doctor: z
    .strictObject({ frequency: duration.prefault({ hours: 6 }) })
    .prefault({}),
  reconcile: z
    .strictObject({
      interval: duration.prefault({ seconds: 2 }),
      stuckAfter: duration.prefault({ hours: 2 }),
      busyTimeout: duration.prefault({ hours: 4 }),
      serialProducts: z.array(z.string().min(1)).default([]),
    })
    .prefault({}),
});

function deepFreeze<T>(value: T): T {
  // A Buffer cannot be frozen.
  if (typeof value === 'object' && value !== null && !Buffer.isBuffer(value)) {
    Object.values(value).forEach(deepFreeze);
    Object.freeze(value);
  }
  return value;
}

/**
 * Reads `awsServiceCatalog`: the only place that does.
 *
 * @throws InputError naming every key that is missing, wrong or unknown
 */
export function readConfig(config: Config): PluginConfig {
  if (!config.has(ROOT)) {
    throw new InputError(`Invalid configuration: ${ROOT} is missing`);
  }
  const parsed = schema.safeParse(config.get(ROOT));
  const problems = parsed.success
    ? findRepeats(parsed.data)
    : parsed.error.issues.flatMap(describeIssue);
  if (!parsed.success || problems.length > 0) {
    throw new InputError(`Invalid configuration: ${problems.join('; ')}`);
  }
  const { extra, ...keys } = parsed.data.tags;
  return deepFreeze<PluginConfig>({ ...parsed.data, tags: { keys, extra } });
}
