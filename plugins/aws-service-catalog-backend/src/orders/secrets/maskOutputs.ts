import { Output } from 'backstage-plugin-aws-service-catalog-common';
import { AwsOutput } from '../../aws';
import { SecretMask } from './SecretMask';

/** Outputs as they may be kept and shown: one that holds a secret of the order has no value. */
export function maskOutputs(
  outputs: readonly AwsOutput[],
  mask: SecretMask,
): Output[] {
  return outputs.map(({ key, value, description }) => {
    const secret = mask.reveals(value);
    return {
      key,
      value: secret ? undefined : value,
      description: description && mask.mask(description),
      secret,
    };
  });
}
