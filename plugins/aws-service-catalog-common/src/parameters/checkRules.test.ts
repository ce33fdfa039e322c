import { LaunchParameter, LaunchRule } from '../schemas';
import { checkRules } from './checkRules';

const parameters: LaunchParameter[] = [
  { key: 'Environment', type: 'String', noEcho: false, default: 'dev' },
  { key: 'InstanceType', type: 'String', noEcho: false },
  { key: 'Zones', type: 'CommaDelimitedList', noEcho: false },
  { key: 'Pin', type: 'String', noEcho: true, default: '' },
];

function rule(
  assert: unknown,
  condition?: unknown,
  description = 'broken',
): LaunchRule {
  return { name: 'R', condition, assertions: [{ assert, description }] };
}

const isProd = { 'Fn::Equals': [{ Ref: 'Environment' }, 'prod'] };

describe('checkRules', () => {
  it.each<{
    reason: string;
    rules: LaunchRule[];
    values: Record<string, string>;
    broken: string[];
  }>([
    {
      reason: 'a condition that does not hold switches the rule off',
      rules: [rule({ 'Fn::Contains': [['m5.large'], 'never'] }, isProd)],
      values: { InstanceType: 't3.micro' },
      broken: [],
    },
    {
      reason: 'the value has to be in the list',
      rules: [
        rule(
          { 'Fn::Contains': [['m5.large'], { Ref: 'InstanceType' }] },
          isProd,
        ),
      ],
      values: { Environment: 'prod', InstanceType: 't3.micro' },
      broken: ['broken'],
    },
    {
      reason: 'the value is in the list',
      rules: [
        rule(
          { 'Fn::Contains': [['m5.large'], { Ref: 'InstanceType' }] },
          isProd,
        ),
      ],
      values: { Environment: 'prod', InstanceType: 'm5.large' },
      broken: [],
    },
    {
      reason: 'And, Or and Not combine',
      rules: [
        rule({
          'Fn::And': [
            { 'Fn::Not': [isProd] },
            { 'Fn::Or': [isProd, { 'Fn::Equals': ['a', 'b'] }] },
          ],
        }),
      ],
      values: {},
      broken: ['broken'],
    },
    {
      reason: 'every member of a list',
      rules: [
        rule({ 'Fn::EachMemberIn': [{ Ref: 'Zones' }, ['a', 'b']] }),
        rule(
          { 'Fn::EachMemberEquals': [{ Ref: 'Zones' }, 'a'] },
          undefined,
          'not all a',
        ),
      ],
      values: { Zones: 'a, b' },
      broken: ['not all a'],
    },
    {
      reason: 'a rule that looks into the account is left to AWS',
      rules: [
        rule({
          'Fn::EachMemberIn': [
            { 'Fn::ValueOfAll': ['AWS::EC2::Subnet::Id', 'VpcId'] },
            { 'Fn::RefAll': 'AWS::EC2::VPC::Id' },
          ],
        }),
      ],
      values: {},
      broken: [],
    },
    {
      reason: 'a value that is not given yet breaks nothing yet',
      rules: [rule({ 'Fn::Equals': [{ Ref: 'InstanceType' }, 'm5.large'] })],
      values: {},
      broken: [],
    },
    {
      reason:
        'the default of a secret is not shown, so its rules wait for a value',
      rules: [rule({ 'Fn::Equals': [{ Ref: 'Pin' }, '1234'] })],
      values: {},
      broken: [],
    },
    {
      reason: 'a secret that is given has to keep the rules',
      rules: [rule({ 'Fn::Equals': [{ Ref: 'Pin' }, '1234'] })],
      values: { Pin: '4321' },
      broken: ['broken'],
    },
    {
      reason: 'a rule without a description is named',
      rules: [{ name: 'OnlyDev', assertions: [{ assert: isProd }] }],
      values: {},
      broken: ['Rule OnlyDev is not satisfied.'],
    },
  ])('$reason', ({ rules, values, broken }) => {
    expect(checkRules(rules, parameters, values)).toEqual(broken);
  });
});
