import { messageOf } from '../errors';
import { planStack, StackRequest } from './planStack';
import { resolveParameters } from './parameters';
import { parseRules, parseTemplate } from './template';

function plan(
  template: object,
  parameters: { [name: string]: string } = {},
  more: Partial<StackRequest> = {},
) {
  const parsed = parseTemplate(
    JSON.stringify({ Resources: { A: { Type: 'T::T::T' } }, ...template }),
  );
  return planStack({
    template: parsed,
    parameters: resolveParameters(parsed, parameters),
    constraintRules: [],
    stackName: 'SC-123456789012-pp-1',
    stackId: 'arn:aws:cloudformation:eu-west-1:123456789012:stack/S/1',
    accountId: '123456789012',
    region: 'eu-west-1',
    notificationArns: [],
    ...more,
  });
}

/** Why it is refused; `undefined` when it is not. */
function refusal(run: () => unknown): string | undefined {
  try {
    run();
    return undefined;
  } catch (error) {
    return messageOf(error);
  }
}

/** What an expression gives as an output. */
function value(expression: unknown, template: object = {}, parameters = {}) {
  const { outputs } = plan(
    { ...template, Outputs: { O: { Value: expression } } },
    parameters,
  );
  return outputs[0].value;
}

const BUCKET = {
  Resources: {
    A: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'my-bucket' } },
  },
};
const PARAMETERS = {
  Parameters: {
    Name: { Type: 'String', Default: 'n' },
    List: { Type: 'CommaDelimitedList', Default: 'x,y,z' },
  },
};
const MAPPINGS = {
  Mappings: { M: { 'eu-west-1': { K: 'v', L: ['1', '2'] } } },
};

describe('expressions', () => {
  it.each([
    ['text', 'x', 'x'],
    ['a number', 1.5, '1.5'],
    ['true', true, 'true'],
    ['a parameter', { Ref: 'Name' }, 'n'],
    ['a list parameter', { Ref: 'List' }, 'x,y,z'],
    ['a resource', { Ref: 'A' }, 'my-bucket'],
    ['the Region', { Ref: 'AWS::Region' }, 'eu-west-1'],
    ['the account', { Ref: 'AWS::AccountId' }, '123456789012'],
    ['the stack', { Ref: 'AWS::StackName' }, 'SC-123456789012-pp-1'],
    ['an attribute', { 'Fn::GetAtt': ['A', 'Arn'] }, 'arn:aws:s3:::my-bucket'],
    [
      'an attribute as text',
      { 'Fn::GetAtt': 'A.RegionalDomainName' },
      'my-bucket.s3.eu-west-1.amazonaws.com',
    ],
    [
      'a substitution',
      { 'Fn::Sub': '${Name} ${AWS::Region} ${A.Arn} ${ A } ${!Literal}' },
      'n eu-west-1 arn:aws:s3:::my-bucket my-bucket ${Literal}',
    ],
    [
      'a substitution with variables',
      { 'Fn::Sub': ['${V}-${Name}', { V: { Ref: 'AWS::Region' } }] },
      'eu-west-1-n',
    ],
    ['a join', { 'Fn::Join': ['-', ['a', { Ref: 'Name' }, 1]] }, 'a-n-1'],
    ['a join of a list', { 'Fn::Join': ['|', { Ref: 'List' }] }, 'x|y|z'],
    ['a selection', { 'Fn::Select': ['1', { Ref: 'List' }] }, 'y'],
    ['a part', { 'Fn::Select': [1, { 'Fn::Split': ['-', 'a-b-c'] }] }, 'b'],
    ['a mapping', { 'Fn::FindInMap': ['M', { Ref: 'AWS::Region' }, 'K'] }, 'v'],
    [
      'an item of a mapping',
      { 'Fn::Select': [0, { 'Fn::FindInMap': ['M', 'eu-west-1', 'L'] }] },
      '1',
    ],
    ['Base64', { 'Fn::Base64': { Ref: 'Name' } }, 'bg=='],
    ['zones', { 'Fn::Select': [2, { 'Fn::GetAZs': '' }] }, 'eu-west-1c'],
    [
      'address blocks',
      { 'Fn::Cidr': ['10.0.0.0/16', 3, 8] },
      '10.0.0.0/24,10.0.1.0/24,10.0.2.0/24',
    ],
    ['a length', { 'Fn::Length': { Ref: 'List' } }, '3'],
    ['JSON', { 'Fn::ToJsonString': { a: { Ref: 'Name' } } }, '{"a":"n"}'],
    ['an import', { 'Fn::ImportValue': 'Shared' }, 'imported-Shared'],
    [
      'a dynamic reference, untouched',
      '{{resolve:ssm:/x}}',
      '{{resolve:ssm:/x}}',
    ],
  ])('give %s', (_, expression, expected) => {
    expect(value(expression, { ...BUCKET, ...PARAMETERS, ...MAPPINGS })).toBe(
      expected,
    );
  });

  it.each([
    [{ Ref: 'Nothing' }, 'Unresolved resource dependencies [Nothing]'],
    [{ 'Fn::Sub': '${Nothing}' }, 'Unresolved resource dependencies [Nothing]'],
    [{ 'Fn::GetAtt': ['B', 'Arn'] }, 'Unresolved resource dependencies [B]'],
    [{ 'Fn::Select': [9, ['a']] }, 'nonexistent value at index 9'],
    [{ 'Fn::FindInMap': ['M', 'a', 'b'] }, 'Unable to get mapping for M::a::b'],
    [
      { 'Fn::If': ['Missing', 1, 2] },
      'Unresolved condition dependency Missing',
    ],
    [{ 'Fn::Join': 'x' }, 'every Fn::Join object requires a list'],
    [{ Ref: ['A'] }, 'every Ref object must have a single String value'],
    [{ 'Fn::Cidr': ['10.0.0.0/16', 9999, 8] }, 'Fn::Cidr cannot divide'],
    [{ 'Fn::FindInMap': ['__proto__', 'a', 'b'] }, 'Unable to get mapping'],
  ])('refuse %j', (expression, message) => {
    expect(() => value(expression, MAPPINGS)).toThrow(message);
  });
});

describe('conditions', () => {
  const Conditions = {
    IsProd: { 'Fn::Equals': [{ Ref: 'Name' }, 'prod'] },
    IsDev: { 'Fn::Not': [{ Condition: 'IsProd' }] },
    Both: { 'Fn::And': [{ Condition: 'IsProd' }, { Condition: 'IsDev' }] },
    Either: { 'Fn::Or': [{ Condition: 'IsProd' }, { Condition: 'IsDev' }] },
  };

  it.each([
    ['IsProd', 'prod', 'yes'],
    ['IsProd', 'dev', 'no'],
    ['IsDev', 'dev', 'yes'],
    ['Both', 'dev', 'no'],
    ['Either', 'dev', 'yes'],
  ])('%s is evaluated for %s: %s', (name, Name, expected) => {
    expect(
      value(
        { 'Fn::If': [name, 'yes', 'no'] },
        { ...PARAMETERS, Conditions },
        { Name },
      ),
    ).toBe(expected);
  });

  it('decide which resources and outputs there are', () => {
    const template = {
      ...PARAMETERS,
      Conditions,
      Resources: {
        A: { Type: 'T::T::T' },
        B: { Type: 'T::T::T', Condition: 'IsProd' },
      },
      Outputs: { B: { Value: { Ref: 'B' }, Condition: 'IsProd' } },
    };
    const dev = plan(template, { Name: 'dev' });
    expect(dev.resources.map(({ logicalId }) => logicalId)).toEqual(['A']);
    expect(dev.outputs).toEqual([]);
    const prod = plan(template, { Name: 'prod' });
    expect(prod.resources.map(({ logicalId }) => logicalId)).toEqual([
      'A',
      'B',
    ]);
    expect(prod.outputs).toHaveLength(1);
  });

  it('drop members that are AWS::NoValue', () => {
    const expression = {
      a: { 'Fn::If': ['IsProd', 'x', { Ref: 'AWS::NoValue' }] },
      b: ['y', { Ref: 'AWS::NoValue' }],
    };
    expect(value(expression, { ...PARAMETERS, Conditions })).toBe(
      '{"b":["y"]}',
    );
  });

  it('are evaluated once each, and not in circles', () => {
    const chain = Object.fromEntries(
      Array.from({ length: 60 }, (_, index) => [
        `C${index}`,
        index === 0
          ? { 'Fn::Equals': ['a', 'a'] }
          : {
              'Fn::And': [
                { Condition: `C${index - 1}` },
                { Condition: `C${index - 1}` },
              ],
            },
      ]),
    );
    expect(
      value({ 'Fn::If': ['C59', 'yes', 'no'] }, { Conditions: chain }),
    ).toBe('yes');
    expect(() =>
      value(
        { 'Fn::If': ['A', 'yes', 'no'] },
        {
          Conditions: {
            A: { 'Fn::Not': [{ Condition: 'B' }] },
            B: { 'Fn::Not': [{ Condition: 'A' }] },
          },
        },
      ),
    ).toThrow('Found circular condition dependency: A');
  });
});

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

describe('rules', () => {
  const template = {
    Parameters: {
      Env: { Type: 'String', Default: 'dev' },
      Zones: { Type: 'CommaDelimitedList', Default: 'a,b' },
      Vpc: { Type: 'AWS::EC2::VPC::Id', Default: 'vpc-1' },
    },
  };
  const env = { Ref: 'Env' };
  const unknown = {
    'Fn::Equals': [{ 'Fn::ValueOf': ['Vpc', 'Tags.Name'] }, 'x'],
  };

  it.each([
    ['Equals', { 'Fn::Equals': [env, 'dev'] }, true],
    ['Equals, otherwise', { 'Fn::Equals': [env, 'prod'] }, false],
    ['Not', { 'Fn::Not': [{ 'Fn::Equals': [env, 'prod'] }] }, true],
    ['Contains', { 'Fn::Contains': [['dev', 'test'], env] }, true],
    ['Contains, otherwise', { 'Fn::Contains': [['prod'], env] }, false],
    [
      'EachMemberIn',
      { 'Fn::EachMemberIn': [{ Ref: 'Zones' }, ['a', 'b', 'c']] },
      true,
    ],
    [
      'EachMemberIn, otherwise',
      { 'Fn::EachMemberIn': [{ Ref: 'Zones' }, ['a']] },
      false,
    ],
    [
      'EachMemberEquals',
      { 'Fn::EachMemberEquals': [{ Ref: 'Zones' }, 'a'] },
      false,
    ],
    [
      'And',
      { 'Fn::And': [{ 'Fn::Equals': [env, 'dev'] }, { 'Fn::Equals': [1, 2] }] },
      false,
    ],
    [
      'Or',
      { 'Fn::Or': [{ 'Fn::Equals': [env, 'dev'] }, { 'Fn::Equals': [1, 2] }] },
      true,
    ],
    ['what only AWS knows', unknown, true],
    ['the opposite of what only AWS knows', { 'Fn::Not': [unknown] }, true],
    [
      'what AWS need not know',
      { 'Fn::And': [unknown, { 'Fn::Equals': [1, 2] }] },
      false,
    ],
  ])('hold or do not hold: %s', (_, Assert, holds) => {
    const Rules = { R: { Assertions: [{ Assert, AssertDescription: 'No!' }] } };
    const inTemplate = () => plan({ ...template, Rules });
    const inConstraint = () =>
      plan(template, {}, { constraintRules: [parseRules(Rules)] });
    const expected = holds ? undefined : 'Rule R failed: No!';
    expect(refusal(inTemplate)).toBe(expected);
    expect(refusal(inConstraint)).toBe(expected);
  });

  it.each([
    ['dev', true],
    ['prod', false],
  ])('for %s only apply to it: %p', (environment, applies) => {
    const run = () =>
      plan({
        ...template,
        Rules: {
          R: {
            RuleCondition: { 'Fn::Equals': [env, environment] },
            Assertions: [{ Assert: { 'Fn::Equals': ['a', 'b'] } }],
          },
        },
      });
    expect(refusal(run)).toBe(
      applies ? 'Rule R failed: {"Fn::Equals":["a","b"]}' : undefined,
    );
  });
});
