import { LaunchParameter } from '../schemas';
import {
  checkParameters,
  checkParameterValue,
  isPatternLeftToAws,
} from './checkParameters';

function parameter(rules: Partial<LaunchParameter>): LaunchParameter {
  return { key: 'P', type: 'String', noEcho: false, ...rules };
}

describe('checkParameterValue', () => {
  it.each<{
    reason: string;
    rules: Partial<LaunchParameter>;
    value: string | undefined;
    problem: string | undefined;
  }>([
    {
      reason: 'a value is required without a default',
      rules: {},
      value: undefined,
      problem: "Parameter 'P' must have a value.",
    },
    {
      reason: 'a default stands in for a missing value',
      rules: { default: 'x' },
      value: undefined,
      problem: undefined,
    },
    {
      reason: 'an empty string is a value',
      rules: {},
      value: '',
      problem: undefined,
    },
    {
      reason: 'allowed values are compared with case',
      rules: { allowedValues: ['dev', 'prod'] },
      value: 'Dev',
      problem: "Parameter 'P' must be one of AllowedValues: dev, prod.",
    },
    {
      reason: 'one of the allowed values',
      rules: { allowedValues: ['dev', 'prod'] },
      value: 'dev',
      problem: undefined,
    },
    {
      reason: 'shorter than the minimum',
      rules: { minLength: 3 },
      value: 'ab',
      problem: "Parameter 'P' must contain at least 3 characters.",
    },
    {
      reason: 'as short as the minimum',
      rules: { minLength: 3 },
      value: 'abc',
      problem: undefined,
    },
    {
      reason: 'longer than the maximum',
      rules: { maxLength: 2 },
      value: 'abc',
      problem: "Parameter 'P' must contain at most 2 characters.",
    },
    {
      reason: 'longer than AWS takes at all',
      rules: {},
      value: 'x'.repeat(4097),
      problem: "Parameter 'P' must contain at most 4096 characters.",
    },
    {
      reason: 'the pattern matches the whole value, not a part',
      rules: { allowedPattern: '[a-z]+' },
      value: 'abc1',
      problem: "Parameter 'P' must match pattern [a-z]+.",
    },
    {
      reason: 'the author explains the rule',
      rules: {
        allowedPattern: '[a-z]+',
        constraintDescription: 'Lower case only.',
      },
      value: 'ABC',
      problem: "Parameter 'P' must match pattern [a-z]+. Lower case only.",
    },
    {
      reason: 'a pattern that the linear engine does not know is left to AWS',
      rules: { allowedPattern: '(?!aws).*' },
      value: 'aws',
      problem: undefined,
    },
    {
      reason: 'not a number',
      rules: { type: 'Number' },
      value: '12abc',
      problem: "Parameter 'P' must be a number.",
    },
    {
      reason: 'hexadecimal is no number for CloudFormation',
      rules: { type: 'Number' },
      value: '0x10',
      problem: "Parameter 'P' must be a number.",
    },
    {
      reason: 'an empty number',
      rules: { type: 'Number' },
      value: '',
      problem: "Parameter 'P' must be a number.",
    },
    {
      reason: 'below the range',
      rules: { type: 'Number', minValue: 20, maxValue: 100 },
      value: '19',
      problem: "Parameter 'P' must be a number not less than 20.",
    },
    {
      reason: 'above the range',
      rules: { type: 'Number', minValue: 20, maxValue: 100 },
      value: '100.5',
      problem: "Parameter 'P' must be a number not greater than 100.",
    },
    {
      reason: 'within the range',
      rules: { type: 'Number', minValue: 20, maxValue: 100 },
      value: '100',
      problem: undefined,
    },
    {
      reason: 'every member of a list is checked, trimmed',
      rules: { type: 'CommaDelimitedList', allowedValues: ['a', 'b'] },
      value: 'a, b, c',
      problem: "Parameter 'P' must be one of AllowedValues: a, b.",
    },
    {
      reason: 'a list of numbers',
      rules: { type: 'List<Number>', maxValue: 443 },
      value: '80,443,8080',
      problem: "Parameter 'P' must be a number not greater than 443.",
    },
    {
      reason: 'a dynamic reference would be resolved as the launch role',
      rules: {},
      value: 'x{{resolve:secretsmanager:prod}}',
      problem:
        "Parameter 'P' must not contain {{resolve:, which CloudFormation would replace with a secret of the launch role.",
    },
  ])('$reason', ({ rules, value, problem }) => {
    expect(checkParameterValue(parameter(rules), value)).toBe(problem);
  });

  it('never repeats a secret', () => {
    const secret = 'hunter2!';
    const problem = checkParameterValue(
      parameter({
        noEcho: true,
        allowedPattern: '[a-z]+',
        minLength: 4,
        constraintDescription: 'Letters.',
      }),
      secret,
    );
    expect(problem).toContain('must match pattern');
    expect(problem).not.toContain(secret);
  });

  it('takes linear time for a pattern that makes a backtracking engine hang', () => {
    const rules = { allowedPattern: '(a+)+b' };
    const started = performance.now();
    expect(
      checkParameterValue(parameter(rules), 'a'.repeat(4000)),
    ).toBeDefined();
    // A backtracking engine would need longer than the age of the universe.
    expect(performance.now() - started).toBeLessThan(5000);
  });
});

describe('isPatternLeftToAws', () => {
  it('tells which patterns nobody but AWS checks', () => {
    expect(isPatternLeftToAws(parameter({ allowedPattern: '(?<!a)b' }))).toBe(
      true,
    );
    expect(isPatternLeftToAws(parameter({ allowedPattern: 'a|b' }))).toBe(
      false,
    );
    expect(isPatternLeftToAws(parameter({}))).toBe(false);
  });
});

describe('checkParameters', () => {
  const parameters = [
    parameter({ key: 'Name', minLength: 2 }),
    parameter({ key: 'Size', type: 'Number', default: '1' }),
  ];

  it('reports missing, wrong and unknown parameters together', () => {
    expect(checkParameters(parameters, { Size: 'big', Colour: 'red' })).toEqual(
      {
        Name: "Parameter 'Name' must have a value.",
        Size: "Parameter 'Size' must be a number.",
        Colour: 'Parameters: [Colour] do not exist in the template.',
      },
    );
  });

  it('lets an update keep previous values, and checks the new ones', () => {
    expect(
      checkParameters(parameters, {}, { keepsPrevious: ['Name'] }),
    ).toEqual({});
    expect(
      checkParameters(parameters, { Name: 'x' }, { keepsPrevious: ['Name'] }),
    ).toEqual({ Name: "Parameter 'Name' must contain at least 2 characters." });
  });

  it('lets nobody but the portal fill in what it fills in', () => {
    const team = (changes: Partial<LaunchParameter>) =>
      parameter({ key: 'Team', fixed: true, ...changes });
    const fixed = [team({ default: 'payments' })];
    expect(checkParameters(fixed, {})).toEqual({});
    expect(checkParameters(fixed, { Team: 'payments' })).toEqual({});
    expect(checkParameters(fixed, { Team: 'search' })).toEqual({
      Team: "The portal fills in parameter 'Team': leave it out.",
    });
    // An entity would be needed, and there is none.
    expect(checkParameters([team({})], { Team: 'search' })).toEqual({
      Team: expect.stringContaining('only in an order for an entity'),
    });
    expect(
      checkParameters([team({ default: 'payments', maxLength: 3 })], {}),
    ).toEqual({
      Team: "Parameter 'Team' must contain at most 3 characters. The portal fills in 'payments': ask the people who run it.",
    });
  });

  it('is not fooled by names that every object has', () => {
    expect(checkParameters([parameter({ key: 'constructor' })], {})).toEqual({
      constructor: "Parameter 'constructor' must have a value.",
    });
  });
});
