import { maskNoEcho, parameterValues, resolveParameters } from './parameters';
import { parseTemplate } from './template';

/** A template with one parameter `P`, declared as given. */
function declaring(parameter: object) {
  return parseTemplate(
    JSON.stringify({
      Parameters: { P: { Type: 'String', ...parameter } },
      Resources: { A: { Type: 'T::T::T' } },
    }),
  );
}

describe('resolveParameters', () => {
  it.each([
    ['a value', {}, 'x', 'x'],
    ['an empty value', {}, '', ''],
    ['the default', { Default: 'd' }, undefined, 'd'],
    ['an empty default', { Default: '' }, undefined, ''],
    ['an allowed value', { AllowedValues: ['a', 1, true] }, '1', '1'],
    ['a whole match', { AllowedPattern: '[a-z]+' }, 'abc', 'abc'],
    ['the shortest', { MinLength: 2 }, 'ab', 'ab'],
    ['the longest', { MaxLength: '2' }, 'ab', 'ab'],
    ['the least', { Type: 'Number', MinValue: -1 }, '-1', '-1'],
    ['the most', { Type: 'Number', MaxValue: 1.5 }, '1.5', '1.5'],
    ['numbers', { Type: 'List<Number>', MaxValue: 9 }, '1, 9', '1, 9'],
    [
      'a list of allowed values',
      { Type: 'CommaDelimitedList', AllowedValues: ['a', 'b'] },
      'b,a',
      'b,a',
    ],
    [
      'what only a backtracking engine can match',
      { AllowedPattern: '(?=.*x)(?=.*y).*' },
      'neither',
      'neither',
    ],
    ['what refers back', { AllowedPattern: '(a)\\1' }, 'b', 'b'],
    ['letters of any script', { AllowedPattern: '\\p{L}+' }, 'äß', 'äß'],
  ])('takes %s', (_, parameter, value, expected) => {
    const given: { [name: string]: string } =
      value === undefined ? {} : { P: value };
    expect(resolveParameters(declaring(parameter), given)).toEqual({
      P: expected,
    });
  });

  it.each([
    ['nothing', {}, {}, 'Parameters: [P] must have values'],
    [
      'what is not declared',
      {},
      { P: 'x', Q: 'y', R: 'z' },
      'Parameters: [Q, R] do not exist in the template',
    ],
    [
      'a value that is not allowed',
      { AllowedValues: ['a'] },
      { P: 'b' },
      "Parameter 'P' must be one of AllowedValues",
    ],
    [
      'an item that is not allowed',
      { Type: 'CommaDelimitedList', AllowedValues: ['a'] },
      { P: 'a,b' },
      "Parameter 'P' must be one of AllowedValues",
    ],
    [
      'a default that is not allowed',
      { AllowedValues: ['a'], Default: 'b' },
      {},
      "Parameter 'P' must be one of AllowedValues",
    ],
    [
      'a partial match',
      { AllowedPattern: '[a-z]+' },
      { P: 'abc1' },
      "Parameter 'P' must match pattern [a-z]+",
    ],
    [
      'too little text',
      { MinLength: 3 },
      { P: 'ab' },
      "Parameter 'P' must contain at least 3 characters",
    ],
    [
      'too much text',
      { MaxLength: 1 },
      { P: 'ab' },
      "Parameter 'P' must contain at most 1 characters",
    ],
    [
      'text for a number',
      { Type: 'Number' },
      { P: 'ten' },
      "Parameter 'P' must be a number",
    ],
    [
      'nothing for a number',
      { Type: 'Number' },
      { P: '' },
      "Parameter 'P' must be a number",
    ],
    [
      'too small a number',
      { Type: 'Number', MinValue: 5 },
      { P: '4' },
      "Parameter 'P' must be a number not less than 5",
    ],
    [
      'too large a number',
      { Type: 'Number', MaxValue: 5 },
      { P: '5.1' },
      "Parameter 'P' must be a number not greater than 5",
    ],
    [
      'anything wrong, in the template’s own words',
      { AllowedValues: ['a'], ConstraintDescription: 'must be a' },
      { P: 'b' },
      'Parameter P failed to satisfy constraint: must be a',
    ],
  ])(
    'refuses %s',
    (_, parameter, given: { [name: string]: string }, message) => {
      expect(() => resolveParameters(declaring(parameter), given)).toThrow(
        new Error(message),
      );
    },
  );

  it('does not check again what was checked before', () => {
    const template = declaring({ MinLength: 8, NoEcho: true });
    expect(resolveParameters(template, { P: '****' }, new Set(['P']))).toEqual({
      P: '****',
    });
  });

  it('matches a hostile pattern in linear time', () => {
    const template = declaring({ AllowedPattern: '(a+)+b' });
    const started = process.hrtime.bigint();
    expect(() => resolveParameters(template, { P: 'a'.repeat(4000) })).toThrow(
      'must match pattern',
    );
    expect(Number(process.hrtime.bigint() - started) / 1e6).toBeLessThan(2000);
  });
});

it.each([
  ['String', 'a,b', 'a,b'],
  ['CommaDelimitedList', 'a, b', ['a', 'b']],
  ['CommaDelimitedList', '', []],
  ['List<AWS::EC2::Subnet::Id>', 'subnet-1,subnet-2', ['subnet-1', 'subnet-2']],
  [
    'AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>',
    '/ami',
    expect.stringMatching(/^ami-[0-9a-f]{17}$/),
  ],
  [
    'AWS::SSM::Parameter::Value<List<String>>',
    '/list',
    [expect.stringMatching(/^ssm-/)],
  ],
])('gives a %s to Ref', (Type, text, expected) => {
  expect(parameterValues(declaring({ Type }), { P: text })).toEqual({
    P: expected,
  });
});

it('masks NoEcho values', () => {
  expect(maskNoEcho(declaring({ NoEcho: true }), { P: 'secret' })).toEqual({
    P: '****',
  });
});
