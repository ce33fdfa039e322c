import { z } from 'zod';
import {
  LaunchForm,
  LaunchParameter,
  LaunchRule,
} from 'backstage-plugin-aws-service-catalog-common';
import { AwsParameter, AwsProvisioningParameters } from '../aws';

/** What AWS says about launching one version of a product through one path. */
export type LaunchFormContent = Pick<
  LaunchForm,
  'parameters' | 'groups' | 'rules' | 'tagOptions' | 'launchRole'
> & {
  /** Whether a RESOURCE_UPDATE constraint lets updates change tags. */
  tagUpdatesAllowed: boolean;
};

// Template authors write the metadata, so each part that is not as documented is passed over.
const textSchema = z.object({ default: z.string() });
const interfaceSchema = z.object({
  ParameterGroups: z
    .array(
      z.object({
        Label: textSchema.optional().catch(undefined),
        Parameters: z.array(z.string()).catch([]),
      }),
    )
    .catch([]),
  ParameterLabels: z.record(z.string(), textSchema).catch({}),
});
const metadataSchema = z.object({
  'AWS::CloudFormation::Interface': interfaceSchema,
});

const ruleSchema = z.object({
  RuleCondition: z.unknown().optional(),
  Assertions: z.array(
    z.object({
      Assert: z.unknown(),
      AssertDescription: z.string().optional(),
    }),
  ),
});
const rulesSchema = z.record(z.string(), ruleSchema);

function parseJson(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

function toNumber(text: string | undefined): number | undefined {
  const value = text === undefined ? NaN : Number(text);
  return Number.isFinite(value) ? value : undefined;
}

function toParameter(
  parameter: AwsParameter,
  label: string | undefined,
): LaunchParameter {
  const { minLength, maxLength, minValue, maxValue, ...rest } = parameter;
  return {
    ...rest,
    label,
    minLength: toNumber(minLength),
    maxLength: toNumber(maxLength),
    minValue: toNumber(minValue),
    maxValue: toNumber(maxValue),
  };
}

function toGroups(
  keys: string[],
  declared: z.output<typeof interfaceSchema>['ParameterGroups'],
): LaunchForm['groups'] {
  const left = new Set(keys);
  const groups = declared.map(group => ({
    label: group.Label?.default,
    // A parameter that two groups name stays in the first.
    parameters: group.Parameters.filter(key => left.delete(key)),
  }));
  return [...groups, { parameters: [...left] }].filter(
    group => group.parameters.length > 0,
  );
}

function toRules(values: unknown[]): LaunchRule[] {
  return values.flatMap(value => {
    const parsed = rulesSchema.safeParse(value);
    return Object.entries(parsed.data ?? {}).map(([name, rule]) => ({
      name,
      condition: rule.RuleCondition,
      assertions: rule.Assertions.map(assertion => ({
        assert: assertion.Assert,
        description: assertion.AssertDescription,
      })),
    }));
  });
}

/**
 * Reads what AWS says about a launch. Instructions that are not understood are left out: AWS applies them itself.
 *
 * AWS API: `DescribeProvisioningParameters`; CloudFormation: `AWS::CloudFormation::Interface`, `Rules`.
 */
export function parseLaunchForm(
  answer: AwsProvisioningParameters,
): LaunchFormContent {
  const instructions = (type: string) =>
    answer.usageInstructions
      .filter(instruction => instruction.type === type)
      .map(({ value }) => value);
  const metadata = metadataSchema.safeParse(
    parseJson(instructions('metadata')[0]),
  );
  const description = metadata.data?.['AWS::CloudFormation::Interface'];
  const labels = description?.ParameterLabels ?? {};
  return {
    parameters: answer.parameters.map(parameter =>
      toParameter(
        parameter,
        Object.hasOwn(labels, parameter.key)
          ? labels[parameter.key].default
          : undefined,
      ),
    ),
    groups: toGroups(
      answer.parameters.map(({ key }) => key),
      description?.ParameterGroups ?? [],
    ),
    rules: toRules(instructions('rules').map(parseJson)),
    tagOptions: answer.tagOptions,
    launchRole: instructions('launchAsRole')[0] || undefined,
    tagUpdatesAllowed:
      instructions('tagUpdateOnProvisionedProduct')[0] === 'ALLOWED',
  };
}
