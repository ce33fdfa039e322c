import { AwsProvisioningParameters } from '../aws';
import { parseLaunchForm } from './parseLaunchForm';

const parameter = (key: string) => ({ key, type: 'String', noEcho: false });

function parse(
  instructions: Record<string, unknown> = {},
  keys = ['A', 'B', 'C'],
) {
  const answer: AwsProvisioningParameters = {
    parameters: keys.map(parameter),
    tagOptions: [],
    usageInstructions: Object.entries(instructions).map(([type, value]) => ({
      type,
      value: typeof value === 'string' ? value : JSON.stringify(value),
    })),
  };
  return parseLaunchForm(answer);
}

const metadata = (content: object) => ({
  metadata: { 'AWS::CloudFormation::Interface': content },
});

describe('parseLaunchForm', () => {
  it('puts parameters into their groups, and what is in none last', () => {
    const form = parse(
      metadata({
        ParameterGroups: [
          { Label: { default: 'Second' }, Parameters: ['B', 'Unknown'] },
          { Parameters: ['B', 'A'] },
          { Label: { default: 'Empty' }, Parameters: [] },
        ],
        ParameterLabels: { A: { default: 'The A' }, B: {} },
      }),
    );
    expect(form.groups).toEqual([
      { label: 'Second', parameters: ['B'] },
      { parameters: ['A'] },
      { parameters: ['C'] },
    ]);
  });

  it('takes labels, also of a parameter that is called like a member of every object', () => {
    const { parameters } = parse(
      metadata({ ParameterLabels: { A: { default: 'The A' } } }),
      ['A', 'toString'],
    );
    expect(parameters.map(({ key, label }) => [key, label])).toEqual([
      ['A', 'The A'],
      ['toString', undefined],
    ]);
  });

  it.each([
    ['metadata that is no JSON', { metadata: '{"AWS' }],
    ['metadata of another kind', { metadata: { Author: 'x' } }],
    ['an interface that is no object', metadata('x' as unknown as object)],
    ['groups that are no list', metadata({ ParameterGroups: 'A' })],
    ['a group that is no object', metadata({ ParameterGroups: ['A'] })],
    ['labels that are no texts', metadata({ ParameterLabels: { A: 1 } })],
    ['rules that are no JSON', { rules: 'x' }],
    ['rules without assertions', { rules: { R: {} } }],
    ['something AWS may add', { newThing: 'x' }],
  ])('passes over %s', (_, instructions) => {
    expect(parse(instructions)).toMatchObject({
      groups: [{ parameters: ['A', 'B', 'C'] }],
      rules: [],
      tagUpdatesAllowed: false,
    });
  });

  it('keeps the rules of template and constraints', () => {
    const equals = { 'Fn::Equals': [{ Ref: 'A' }, 'x'] };
    expect(
      parse({
        rules: {
          R: {
            RuleCondition: equals,
            Assertions: [{ Assert: equals, AssertDescription: 'A is x' }],
          },
          S: { Assertions: [{ Assert: equals }] },
        },
      }).rules,
    ).toEqual([
      {
        name: 'R',
        condition: equals,
        assertions: [{ assert: equals, description: 'A is x' }],
      },
      { name: 'S', assertions: [{ assert: equals }] },
    ]);
  });

  it('knows the launch role and whether tags may change', () => {
    expect(
      parse({
        launchAsRole: 'arn:aws:iam::111111111111:role/launch',
        tagUpdateOnProvisionedProduct: 'ALLOWED',
      }),
    ).toMatchObject({
      launchRole: 'arn:aws:iam::111111111111:role/launch',
      tagUpdatesAllowed: true,
    });
    expect(
      parse({ launchAsRole: '', tagUpdateOnProvisionedProduct: 'NOT_ALLOWED' }),
    ).toMatchObject({ launchRole: undefined, tagUpdatesAllowed: false });
  });

  it('reads lengths and bounds as numbers, and leaves out what is none', () => {
    const [parsed] = parseLaunchForm({
      parameters: [
        { ...parameter('A'), minLength: '0', maxLength: 'x', minValue: '-1.5' },
      ],
      tagOptions: [],
      usageInstructions: [],
    }).parameters;
    expect(parsed).toMatchObject({ minLength: 0, minValue: -1.5 });
    expect(parsed.maxLength).toBeUndefined();
  });
});
