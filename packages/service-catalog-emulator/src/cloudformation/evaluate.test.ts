import { plan, value } from '../__testUtils__/planning';

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
