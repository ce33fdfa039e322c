import { z } from 'zod';
import { accountId, duration, endpoint, region } from '../configValues';

/** The key `costs` of the configuration. */
export const costsConfigSchema = z.strictObject({
  /** The accounts that pay for targets: their Cost Explorer says what things cost. None: nobody knows. */
  payers: z
    .array(
      z.strictObject({
        accountId,
        /** Where Cost Explorer is. */
        region: region.default('us-east-1'),
        endpoint,
      }),
    )
    .default([]),
  /** How often costs are read: every read is billed, and AWS's data change a few times a day at most. */
  frequency: duration.prefault({ hours: 24 }),
  /** The cost allocation tag whose values are the ARNs, or ids, of provisioned products. */
  tagKey: z
    .string()
    .min(1)
    .max(128)
    .default('aws:servicecatalog:provisionedProductArn'),
  /** AWS: a metric of Cost Explorer. */
  metric: z
    .enum([
      'UnblendedCost',
      'NetUnblendedCost',
      'AmortizedCost',
      'NetAmortizedCost',
      'BlendedCost',
    ])
    .default('UnblendedCost'),
});

/** Whose Cost Explorer is asked, and how. */
export type CostsConfig = z.output<typeof costsConfigSchema>;

/** An account that pays for targets. */
export type PayerConfig = CostsConfig['payers'][number];
