import { parseRules } from './template';
import { plan, refusal } from '../__testUtils__/planning';

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
