import { BUCKET_INFO, Journey } from './Journey';

/** Every operation of the other services that answer on the emulator's port. */
export async function otherServicesJourney(journey: Journey): Promise<void> {
  const { product } = await journey.createCatalog();
  const record = await journey.launch(product);
  const StackName = await journey.call(
    'DescribeRecord',
    { Id: record },
    'RecordOutputs',
    0,
    'OutputValue',
  );
  await journey.callService('cloudformation', 'DescribeStacks', { StackName });
  await journey.callService('cloudformation', 'CreateStack', {
    StackName: 'legacy',
    TemplateURL: BUCKET_INFO.LoadTemplateFromURL,
    Parameters: [{ ParameterKey: 'BucketPurpose', ParameterValue: 'uploads' }],
  });
  await journey.callService('cloudformation', 'DescribeStackEvents', {
    StackName,
  });
  await journey.callService('cloudformation', 'DescribeStackResources', {
    StackName,
  });
  await journey.callService('ce', 'GetCostAndUsage', {
    TimePeriod: { Start: '2026-01-01', End: '2026-02-01' },
    Granularity: 'MONTHLY',
    Metrics: ['UnblendedCost'],
    GroupBy: [{ Type: 'TAG', Key: 'aws:servicecatalog:provisionedProductArn' }],
  });
  await journey.callService('organizations', 'DescribeOrganization', {});
  await journey.callService('organizations', 'ListAccounts', {});
  await journey.callService('sts', 'GetCallerIdentity', {});
  await journey.callService('sts', 'AssumeRole', {
    RoleArn: 'arn:aws:iam::123456789012:role/portal',
    RoleSessionName: 'journey',
    ExternalId: 'portal-1',
  });
}
