import type { LaunchParameter } from 'backstage-plugin-aws-service-catalog-common';
import { getParameterHint } from './parameterHint';

const hint = (changes: Partial<LaunchParameter>) =>
  getParameterHint({ key: 'P', type: 'String', noEcho: false, ...changes });

describe('getParameterHint', () => {
  it.each<[string, Partial<LaunchParameter>, string]>([
    ['nothing to say', {}, ''],
    ['a sentence', { description: 'What for?' }, 'What for?'],
    ['no full stop', { description: ' What for ' }, 'What for.'],
    [
      'shortest and longest',
      { minLength: 3, maxLength: 9 },
      '3 to 9 characters.',
    ],
    ['one length', { minLength: 3, maxLength: 3 }, 'Exactly 3 characters.'],
    ['shortest', { minLength: 3 }, 'At least 3 characters.'],
    ['longest', { maxLength: 9 }, 'At most 9 characters.'],
    ['a number', { type: 'Number' }, 'A number.'],
    ['a range', { type: 'Number', minValue: 0, maxValue: 9 }, '0 to 9.'],
    ['choices say all', { allowedValues: ['a'], maxLength: 1 }, ''],
    ['a list', { type: 'CommaDelimitedList' }, 'Comma separated list.'],
    [
      'a list to choose from',
      { type: 'CommaDelimitedList', allowedValues: ['a'] },
      '',
    ],
    ['an AWS type', { type: 'AWS::EC2::VPC::Id' }, 'AWS::EC2::VPC::Id.'],
    [
      'a list of an AWS type',
      { type: 'List<AWS::EC2::Subnet::Id>' },
      'Comma separated list of AWS::EC2::Subnet::Id.',
    ],
    [
      'a reference',
      { type: 'AWS::SSM::Parameter::Value<String>' },
      'Name of a parameter in AWS Systems Manager.',
    ],
    [
      'a secret with a default',
      { noEcho: true, default: '****' },
      'Leave it empty to use the template’s default.',
    ],
    [
      'a pattern that only AWS knows',
      { allowedPattern: '(?=x)x' },
      'AWS checks it against the pattern (?=x)x',
    ],
  ])('%s', (_, changes, expected) => {
    expect(hint(changes)).toBe(expected);
  });
});
