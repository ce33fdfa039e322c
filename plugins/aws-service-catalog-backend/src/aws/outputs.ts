import {
  GetProvisionedProductOutputsCommand,
  RecordOutput,
} from '@aws-sdk/client-service-catalog';
import { CallOptions } from './AwsService';
import { AwsTarget } from './AwsTarget';

/** An output of a provisioned product. The first one is `CloudformationStackARN`. */
export type AwsOutput = { key: string; value: string; description?: string };

/** Reads the SDK's shape of an output. */
export function toOutput(output: RecordOutput): AwsOutput {
  return {
    key: output.OutputKey ?? '',
    value: output.OutputValue ?? '',
    description: output.Description || undefined,
  };
}

/**
 * All current outputs of a provisioned product; 20 come per page.
 *
 * AWS API: `GetProvisionedProductOutputs`.
 *
 * @throws AwsCallError, of kind `invalid` for one that never ran
 */
export async function getProvisionedProductOutputs(
  target: AwsTarget,
  provisionedProductId: string,
  options?: CallOptions,
): Promise<AwsOutput[]> {
  const outputs: AwsOutput[] = [];
  let pageToken: string | undefined;
  do {
    const answer = await target.read(
      'GetProvisionedProductOutputs',
      new GetProvisionedProductOutputsCommand({
        ProvisionedProductId: provisionedProductId,
        PageSize: 20,
        PageToken: pageToken,
      }),
      options,
    );
    outputs.push(...(answer.Outputs ?? []).map(toOutput));
    pageToken = answer.NextPageToken || undefined;
  } while (pageToken);
  return outputs;
}
