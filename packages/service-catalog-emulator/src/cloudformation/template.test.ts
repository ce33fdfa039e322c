import { CloudFormationError } from './CloudFormationError';
import { parseTemplate } from './template';

const RESOURCES = 'Resources: { A: { Type: "T::T::T" } }';

describe('parseTemplate', () => {
  it('reads YAML with short intrinsics and JSON with long ones alike', () => {
    const yaml = parseTemplate(`
AWSTemplateFormatVersion: 2010-09-09
Parameters:
  Name: { Type: String, Default: 2024-01-31 }
  Size: { Type: Number, Default: 20, MinValue: 10 }
  Debug: { Type: String, Default: false, NoEcho: 'TRUE' }
Resources:
  A:
    Type: T::T::T
    DependsOn: B
    Properties:
      Name: !Sub '\${Name}-x'
      Part: !Select [0, !Split [',', !Ref Name]]
      Arn: !GetAtt B.Nested.Arn
  B: { Type: T::T::T }
`);
    const json = parseTemplate(
      JSON.stringify({
        AWSTemplateFormatVersion: '2010-09-09',
        Parameters: {
          Name: { Type: 'String', Default: '2024-01-31' },
          Size: { Type: 'Number', Default: '20', MinValue: '10' },
          Debug: { Type: 'String', Default: 'false', NoEcho: true },
        },
        Resources: {
          A: {
            Type: 'T::T::T',
            DependsOn: ['B'],
            Properties: {
              Name: { 'Fn::Sub': '${Name}-x' },
              Part: {
                'Fn::Select': [0, { 'Fn::Split': [',', { Ref: 'Name' }] }],
              },
              Arn: { 'Fn::GetAtt': ['B', 'Nested.Arn'] },
            },
          },
          B: { Type: 'T::T::T' },
        },
      }),
    );
    expect(JSON.parse(JSON.stringify(yaml))).toEqual(
      JSON.parse(JSON.stringify(json)),
    );
    expect(yaml.parameters.Size).toMatchObject({
      default: '20',
      minValue: '10',
    });
    expect(yaml.parameters.Debug).toMatchObject({
      default: 'false',
      noEcho: true,
    });
  });

  it('reads JSON with a trailing comma, as CloudFormation does', () => {
    expect(
      parseTemplate('{"Resources": {"A": {"Type": "T::T::T",}}}').resources,
    ).toHaveProperty('A');
  });

  it.each([
    ['text', 'hello', 'unsupported structure'],
    ['nothing', '', 'unsupported structure'],
    ['a list', '- a', 'unsupported structure'],
    ['no resources', 'Parameters: {}', 'At least one Resources member'],
    ['a resource without a type', 'Resources: { A: {} }', '[/Resources/A]'],
    ['a resource that is none', 'Resources: { A: 1 }', 'Resource A'],
    [
      'a parameter without a type',
      `${RESOURCES}\nParameters: { P: {} }`,
      'Every Parameters object must contain a Type member',
    ],
    [
      'an output without a value',
      `${RESOURCES}\nOutputs: { O: {} }`,
      'Every Outputs member must contain a Value object',
    ],
    [
      'a rule without an assertion',
      `${RESOURCES}\nRules: { R: {} }`,
      'Rule R must have at least one assertion',
    ],
    [
      'YAML aliases',
      `${RESOURCES}\nMappings: { A: &a { B: { C: D } }, E: *a }`,
      'YAML aliases are not allowed',
    ],
    [
      'a text that explodes',
      `${RESOURCES}\nMetadata:\n  a: &a [x, x]\n  b: &b [*a, *a]\n  c: &c [*b, *b]\n  d: [*c, *c]`,
      'YAML aliases are not allowed',
    ],
    [
      'extreme depth',
      `{"Resources": ${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}}`,
      'nested too deeply',
    ],
    ['an unknown tag', 'Resources: !Unknown {}', 'YAML not well-formed'],
  ])('refuses %s', (_, text, message) => {
    expect(() => parseTemplate(text)).toThrow(CloudFormationError);
    expect(() => parseTemplate(text)).toThrow(message);
  });
});
