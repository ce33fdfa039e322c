import { Validations } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';

/**
 * Accepts findings of cdk-nag for a construct and what is in it.
 *
 * @param reason - why this is right here
 * @param findings - ids such as `S1` or `IAM5[Resource::*]`; each finding of a rule has its own
 */
export function acknowledge(
  construct: IConstruct,
  reason: string,
  findings: readonly string[],
): void {
  Validations.of(construct).acknowledge(
    ...findings.map(finding => ({ id: `AwsSolutions-${finding}`, reason })),
  );
}
