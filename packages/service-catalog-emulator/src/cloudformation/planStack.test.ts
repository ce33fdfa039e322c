import { plan } from '../__testUtils__/planning';

describe('resources', () => {
  it('come after those they depend on, however they refer to them', () => {
    const { resources } = plan({
      Resources: {
        BySub: {
          Type: 'T::T::T',
          Properties: { a: { 'Fn::Sub': '${ByRef}' } },
        },
        ByRef: { Type: 'T::T::T', Properties: { a: [{ Ref: 'ByAtt' }] } },
        ByAtt: {
          Type: 'T::T::T',
          Properties: { a: { b: { 'Fn::GetAtt': ['First', 'Arn'] } } },
        },
        First: { Type: 'T::T::T' },
        Explicit: { Type: 'T::T::T', DependsOn: ['BySub'] },
      },
    });
    expect(resources.map(({ logicalId }) => logicalId)).toEqual([
      'First',
      'ByAtt',
      'ByRef',
      'BySub',
      'Explicit',
    ]);
  });

  it.each([
    ['by dependency', { DependsOn: 'B' }, { DependsOn: 'A' }],
    [
      'by reference',
      { Properties: { a: { Ref: 'B' } } },
      { Properties: { a: { Ref: 'A' } } },
    ],
  ])('cannot go in circles %s', (_, a, b) => {
    expect(() =>
      plan({
        Resources: {
          A: { Type: 'T::T::T', ...a },
          B: { Type: 'T::T::T', ...b },
        },
      }),
    ).toThrow('Circular dependency between resources: [A, B]');
  });

  it('get ids in the form of their service, the same every time', () => {
    const template = {
      Resources: Object.fromEntries(
        [
          'AWS::EC2::Instance',
          'AWS::EC2::SecurityGroup',
          'AWS::S3::Bucket',
          'AWS::RDS::DBInstance',
          'AWS::SQS::Queue',
          'AWS::SNS::Topic',
          'AWS::IAM::Role',
          'AWS::Unknown::Thing',
        ].map(Type => [Type.split('::')[2], { Type }]),
      ),
    };
    const { resources } = plan(template);
    const ids = Object.fromEntries(
      resources.map(({ logicalId, physicalId }) => [logicalId, physicalId]),
    );
    const own = (name: string) =>
      new RegExp(`^SC-123456789012-pp-1-${name}-[A-Z0-9]{12}$`);
    expect(ids).toEqual({
      Instance: expect.stringMatching(/^i-[0-9a-f]{17}$/),
      SecurityGroup: expect.stringMatching(/^sg-[0-9a-f]{17}$/),
      Bucket: expect.stringMatching(/^sc-123456789012-pp-1-bucket-[a-z0-9]+$/),
      DBInstance: expect.stringMatching(/^sc-123456789012-pp-1-dbinstance-/),
      Queue: expect.stringMatching(
        /^https:\/\/sqs\.eu-west-1\.amazonaws\.com\/123456789012\/SC-/,
      ),
      Topic: expect.stringMatching(/^arn:aws:sns:eu-west-1:123456789012:SC-/),
      Role: expect.stringMatching(own('Role')),
      Thing: expect.stringMatching(own('Thing')),
    });
    expect(plan(template)).toEqual(plan(template));
  });

  it.each([
    [
      'a wait condition that nothing can signal',
      {
        Handle: { Type: 'AWS::CloudFormation::WaitConditionHandle' },
        X: {
          Type: 'AWS::CloudFormation::WaitCondition',
          Properties: { Handle: { Ref: 'Handle' }, Timeout: '60', Count: 2 },
        },
      },
      {
        reason:
          'WaitCondition timed out. Received 0 conditions when expecting 2',
        seconds: 60,
      },
    ],
    [
      'a wait condition that an instance signals',
      {
        Handle: { Type: 'AWS::CloudFormation::WaitConditionHandle' },
        Instance: {
          Type: 'AWS::EC2::Instance',
          Properties: { UserData: { 'Fn::Sub': 'signal ${Handle}' } },
        },
        X: {
          Type: 'AWS::CloudFormation::WaitCondition',
          Properties: { Handle: { Ref: 'Handle' }, Timeout: '60' },
        },
      },
      undefined,
    ],
    [
      'a bucket name in capitals',
      { X: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'ABC' } } },
      { reason: 'Bucket name should not contain uppercase characters' },
    ],
    [
      'a bucket name that is too short',
      { X: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'ab' } } },
      {
        reason: 'Bucket name should be between 3 and 63 characters long',
      },
    ],
    [
      'a bucket name with an underscore',
      { X: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'a_b' } } },
      { reason: 'The specified bucket is not valid.' },
    ],
    [
      'a good bucket name',
      { X: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'a.b-c' } } },
      undefined,
    ],
  ])('fail where AWS would fail: %s', (_, Resources, expected) => {
    const { resources } = plan({ Resources });
    expect(
      resources.find(({ logicalId }) => logicalId === 'X')!.failure,
    ).toEqual(expected);
  });
});
