import { CfnParameter, Stack } from 'aws-cdk-lib';

/** Who something is for. Every product asks for it, by the same names, and the portal fills it in. */
export interface GovernanceParameters {
  team: CfnParameter;
  environment: CfnParameter;
}

const WORD = '[a-z0-9][a-z0-9-]*[a-z0-9]';
const WORD_IN_WORDS =
  'lower-case letters, digits and hyphens, with a letter or digit at both ends';

/**
 * Adds the parameter that tells things of a kind apart.
 *
 * @param options.for - for example `what is sent`
 * @param options.becomesPartOf - the thing that is named after it, for example `queue`
 */
export function addPurposeParameter(
  stack: Stack,
  name: string,
  options: { for: string; becomesPartOf: string },
): CfnParameter {
  return new CfnParameter(stack, name, {
    type: 'String',
    description: `One or two words for ${options.for}, such as receipts. It becomes part of the ${options.becomesPartOf}'s name.`,
    minLength: 3,
    maxLength: 20,
    allowedPattern: WORD,
    constraintDescription: `3 to 20 ${WORD_IN_WORDS}`,
  });
}

/**
 * Adds the parameters `TeamName` and `Environment`.
 *
 * @param options.teamIsOptional - for products that were launched without a team before there was the parameter
 * @param options.environmentDecides - what depends on the environment, as a sentence
 */
export function addGovernanceParameters(
  stack: Stack,
  options: { teamIsOptional?: boolean; environmentDecides: string },
): GovernanceParameters {
  const team = new CfnParameter(stack, 'TeamName', {
    type: 'String',
    description: 'The team that runs it, such as payments.',
    minLength: options.teamIsOptional ? undefined : 2,
    maxLength: 20,
    allowedPattern: options.teamIsOptional ? `(${WORD})?` : WORD,
    constraintDescription: `2 to 20 ${WORD_IN_WORDS}`,
    default: options.teamIsOptional ? '' : undefined,
  });
  const environment = new CfnParameter(stack, 'Environment', {
    type: 'String',
    description: options.environmentDecides,
    allowedValues: ['dev', 'staging', 'prod'],
    default: 'dev',
  });
  return { team, environment };
}

/** A group of parameters in the form, with a label for each. */
export interface ParameterGroup {
  label: string;
  parameters: { [name: string]: string };
}

/** Says how the form groups and labels the parameters, for the AWS console and the portal alike. */
export function describeForm(stack: Stack, groups: ParameterGroup[]): void {
  stack.templateOptions.metadata = {
    'AWS::CloudFormation::Interface': {
      ParameterGroups: groups.map(({ label, parameters }) => ({
        Label: { default: label },
        Parameters: Object.keys(parameters),
      })),
      ParameterLabels: Object.fromEntries(
        groups.flatMap(({ parameters }) =>
          Object.entries(parameters).map(([name, label]) => [
            name,
            { default: label },
          ]),
        ),
      ),
    },
  };
}
