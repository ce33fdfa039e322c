import {
  callRaw,
  startEmulator,
  temporaryFolder,
} from '../__testUtils__/harness';

const SEED = `
Resources:
  Running:
    Type: AWS::CloudFormation::Stack
    Properties:
      TemplateURL: running.yaml
      Parameters: { Purpose: receipts }
  Product:
    Type: AWS::ServiceCatalog::CloudFormationProduct
    Properties:
      Name: Bucket
      Owner: Platform
      ProvisioningArtifactParameters:
        - { Name: v1, Info: { ImportFromPhysicalId: !Ref Running } }
Outputs:
  BucketName: { Value: !GetAtt Running.Outputs.BucketName }
`;

const RUNNING = `
Parameters:
  Purpose: { Type: String, Default: none }
Resources:
  Bucket:
    Type: AWS::S3::Bucket
    Properties: { BucketName: !Ref Purpose }
Outputs:
  BucketName: { Value: !Ref Bucket }
`;

it('runs nested stacks that Service Catalog has no part in, for versions to be imported from', async () => {
  const folder = await temporaryFolder({
    'portfolio.yaml': SEED,
    'running.yaml': RUNNING,
  });
  const source = { path: `${folder}/portfolio.yaml` };
  const emulator = await startEmulator({ seeds: [source] });
  const [{ resources, outputs }] = emulator.seeded.stacks;
  expect(resources.Running).toMatch(
    /^arn:aws:cloudformation:us-east-1:123456789012:stack\/portfolio-Running\/.+/,
  );
  expect(outputs.BucketName).toBe('receipts');
  const { body } = await callRaw(emulator, 'DescribeProvisioningArtifact', {
    ProductId: resources.Product,
    ProvisioningArtifactName: 'v1',
    IncludeProvisioningArtifactParameters: true,
  });
  expect(body).toMatchObject({
    Info: { ImportFromPhysicalId: resources.Running },
    ProvisioningArtifactParameters: expect.arrayContaining([
      expect.objectContaining({ ParameterKey: 'Purpose' }),
    ]),
  });

  // The next start finds it.
  const again = await emulator.seed(source);
  expect(again.stacks[0].resources).toEqual(resources);
});
