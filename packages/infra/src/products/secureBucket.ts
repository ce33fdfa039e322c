import {
  Aws,
  aws_iam as iam,
  aws_s3 as s3,
  aws_servicecatalog as servicecatalog,
  CfnDeletionPolicy,
  CfnMapping,
  CfnOutput,
  Fn,
} from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { acknowledge } from '../nag/acknowledge';
import {
  addGovernanceParameters,
  addPurposeParameter,
  describeForm,
} from './parameters';
import { ProductDefinition, SUPPORT } from './ProductDefinition';

class SecureBucket extends servicecatalog.ProductStack {
  constructor(scope: Construct, id: string) {
    super(scope, id, {
      description:
        'A private S3 bucket, encrypted and versioned, that tidies up after itself.',
      analyticsReporting: false,
    });
    describeForm(this, [
      {
        label: 'What the bucket is for',
        parameters: {
          BucketPurpose: 'Purpose',
          TeamName: 'Team',
          Environment: 'Environment',
        },
      },
    ]);
    const purpose = addPurposeParameter(this, 'BucketPurpose', {
      for: 'what is kept in it',
      becomesPartOf: 'bucket',
    });
    const { team, environment } = addGovernanceParameters(this, {
      environmentDecides:
        'Decides how long old versions of an object are kept.',
    });
    const oldVersions = new CfnMapping(this, 'OldVersions', {
      mapping: {
        dev: { Days: 7 },
        staging: { Days: 30 },
        prod: { Days: 365 },
      },
    });

    const bucket = new s3.CfnBucket(this, 'Bucket', {
      bucketName: Fn.join('-', [
        team.valueAsString,
        purpose.valueAsString,
        environment.valueAsString,
        Aws.ACCOUNT_ID,
      ]),
      bucketEncryption: {
        serverSideEncryptionConfiguration: [
          {
            bucketKeyEnabled: true,
            serverSideEncryptionByDefault: { sseAlgorithm: 'aws:kms' },
          },
        ],
      },
      versioningConfiguration: { status: 'Enabled' },
      lifecycleConfiguration: {
        rules: [
          {
            id: 'expire-old-versions',
            status: 'Enabled',
            noncurrentVersionExpiration: {
              noncurrentDays: oldVersions.findInMap(
                environment.valueAsString,
                'Days',
              ) as unknown as number,
            },
          },
          {
            id: 'abort-unfinished-uploads',
            status: 'Enabled',
            abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
          },
        ],
      },
      ownershipControls: {
        rules: [{ objectOwnership: 'BucketOwnerEnforced' }],
      },
      publicAccessBlockConfiguration: {
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
        restrictPublicBuckets: true,
      },
    });
    // CloudFormation deletes only an empty bucket: terminating a product that still holds objects fails and loses nothing.
    bucket.cfnOptions.deletionPolicy = CfnDeletionPolicy.DELETE;
    bucket.cfnOptions.updateReplacePolicy = CfnDeletionPolicy.RETAIN;
    acknowledge(
      bucket,
      'Access is audited by the data events of the organisation trail; a bucket for logs in every account would need one of its own',
      ['S1'],
    );

    new s3.CfnBucketPolicy(this, 'OnlyEncryptedConnections', {
      bucket: bucket.ref,
      policyDocument: new iam.PolicyDocument({
        statements: [
          new iam.PolicyStatement({
            sid: 'DenyUnencryptedConnections',
            effect: iam.Effect.DENY,
            principals: [new iam.AnyPrincipal()],
            actions: ['s3:*'],
            resources: [bucket.attrArn, `${bucket.attrArn}/*`],
            conditions: { Bool: { 'aws:SecureTransport': 'false' } },
          }),
        ],
      }),
    });

    new CfnOutput(this, 'BucketName', {
      description: 'Name of the bucket',
      value: bucket.ref,
    });
    new CfnOutput(this, 'BucketArn', {
      description: 'ARN of the bucket, for IAM policies',
      value: bucket.attrArn,
    });
    new CfnOutput(this, 'ConsoleUrl', {
      description: 'The bucket in the AWS console',
      value: Fn.sub(
        'https://${AWS::Region}.console.aws.amazon.com/s3/buckets/${Bucket}',
      ),
    });
  }
}

/** A private bucket. */
export const secureBucket: ProductDefinition = {
  key: 'secure-s3-bucket',
  name: 'Secure S3 Bucket',
  description:
    'A private bucket, encrypted and versioned, that tidies up after itself',
  supportDescription: SUPPORT.description,
  currentVersion: {
    name: '1.0',
    description:
      'Encryption with a bucket key, old versions expire by environment',
  },
  template: {
    kind: 'stack',
    create: (scope, id) => new SecureBucket(scope, id),
    earlierVersions: [],
  },
  permissions: () => [
    new iam.PolicyStatement({
      actions: [
        's3:CreateBucket',
        's3:DeleteBucket',
        's3:DeleteBucketPolicy',
        's3:GetBucketPolicy',
        's3:GetBucketTagging',
        's3:GetEncryptionConfiguration',
        's3:PutBucketOwnershipControls',
        's3:PutBucketPolicy',
        's3:PutBucketPublicAccessBlock',
        's3:PutBucketTagging',
        's3:PutBucketVersioning',
        's3:PutEncryptionConfiguration',
        's3:PutLifecycleConfiguration',
      ],
      // Every bucket of the product ends with the account id.
      resources: [`arn:${Aws.PARTITION}:s3:::*-${Aws.ACCOUNT_ID}`],
    }),
  ],
  acknowledged: [
    'IAM5[Resource::arn:<AWS::Partition>:s3:::*-<AWS::AccountId>]',
  ],
};
