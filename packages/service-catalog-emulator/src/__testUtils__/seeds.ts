/** A template of a product, given inline as JSON or YAML. */
export type ProductTemplate = string | object;

/** A bucket with the constraints a launch form needs to show. */
export const BUCKET_TEMPLATE = `
AWSTemplateFormatVersion: 2010-09-09
Description: A bucket
Parameters:
  BucketPurpose:
    Type: String
    Description: What the bucket is for
    AllowedPattern: '[a-z][a-z0-9-]{2,19}'
    ConstraintDescription: 3 to 20 lower-case letters, digits and hyphens
  Environment:
    Type: String
    AllowedValues: [dev, prod]
    Default: dev
Metadata:
  AWS::CloudFormation::Interface:
    ParameterGroups:
      - Label: { default: Bucket }
        Parameters: [BucketPurpose, Environment]
Resources:
  Bucket:
    Type: AWS::S3::Bucket
  Policy:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: !Ref Bucket
Outputs:
  BucketName:
    Value: !Ref Bucket
    Description: Name of the bucket
  BucketArn:
    Value: !GetAtt Bucket.Arn
  Label:
    Value: !Sub '\${BucketPurpose}-\${Environment} in \${AWS::Region}'
`;
