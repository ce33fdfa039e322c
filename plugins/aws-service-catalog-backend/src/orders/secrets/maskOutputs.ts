import { Output } from 'backstage-plugin-aws-service-catalog-common';
import { AwsOutput } from '../../aws';
import { SecretMask } from './SecretMask';

/**
 * Outputs as they may be kept and shown: one that holds a secret has no value.
 *
 * @param secretKeys - the keys of outputs that are known to be secret
 */
export async function maskOutputs(
  outputs: readonly AwsOutput[],
  mask: SecretMask,
  secretKeys: ReadonlySet<string>,
): Promise<Output[]> {
  return Promise.all(
    outputs.map(async ({ key, value, description }) => {
      const secret = secretKeys.has(key) || (await mask.reveals(value));
      return {
        key,
        value: secret ? undefined : value,
        description: description && (await mask.mask(description)),
        secret,
      };
    }),
  );
}
