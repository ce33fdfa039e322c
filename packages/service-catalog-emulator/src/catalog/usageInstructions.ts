import { Template } from '../cloudformation/template';
import { AccountState } from '../state/AccountState';
import { ProvisioningArtifact } from '../state/entities';
import { launchRoleArn, tagUpdateAllowed } from './constraints';
import { LaunchPath } from './launchPaths';
import { constraintsOn } from './lookups';
import { isEngineType } from './productTypes';

/** One `UsageInstruction`: a fact about a launch that its parameters do not tell. */
export interface UsageInstruction {
  Type: string;
  Value: string;
}

const IAM_TYPES = [
  'AWS::IAM::AccessKey',
  'AWS::IAM::Group',
  'AWS::IAM::InstanceProfile',
  'AWS::IAM::ManagedPolicy',
  'AWS::IAM::Policy',
  'AWS::IAM::Role',
  'AWS::IAM::User',
  'AWS::IAM::UserToGroupAddition',
];

const NAME_PROPERTIES = [
  'RoleName',
  'UserName',
  'GroupName',
  'ManagedPolicyName',
  'InstanceProfileName',
];

/**
 * What AWS tells about a launch in `UsageInstructions`: the rules of template and TEMPLATE
 * constraints, the template's version, description, metadata and capabilities, the launch role, and
 * whether updates may change tags. For what an engine provisions there are only the last two.
 */
export function usageInstructions(
  state: AccountState,
  path: LaunchPath,
  template: Template,
  { type }: Pick<ProvisioningArtifact, 'type'>,
): UsageInstruction[] {
  const instructions: UsageInstruction[] = isEngineType(type)
    ? []
    : [
        {
          Type: 'rules',
          Value: JSON.stringify(mergedRules(state, path, template)),
        },
        { Type: 'version', Value: template.formatVersion ?? '2010-09-09' },
      ];
  const add = (Type: string, Value: string | undefined) => {
    if (Value !== undefined) {
      instructions.push({ Type, Value });
    }
  };
  const capability = requiredCapability(template);
  add('capabilitiesReason', capability?.reason);
  add('description', template.description);
  add('metadata', template.metadata && JSON.stringify(template.metadata));
  add('launchAsRole', launchRoleArn(state, path));
  add(
    'tagUpdateOnProvisionedProduct',
    tagUpdateAllowed(state, path) ? 'ALLOWED' : 'NOT_ALLOWED',
  );
  add('capability', capability?.name);
  return instructions;
}

function mergedRules(
  state: AccountState,
  { portfolio, productId }: LaunchPath,
  template: Template,
) {
  return constraintsOn(state, portfolio.id, productId, 'TEMPLATE').reduce(
    (rules, { parameters }) => ({ ...rules, ...JSON.parse(parameters).Rules }),
    template.declaredRules,
  );
}

function requiredCapability(
  template: Template,
): { name: string; reason: string } | undefined {
  const resources = Object.values(template.resources).filter(({ type }) =>
    IAM_TYPES.includes(type),
  );
  if (resources.length === 0) {
    return undefined;
  }
  const types = [...new Set(resources.map(({ type }) => type))].sort();
  const isNamed = resources.some(({ properties }) =>
    NAME_PROPERTIES.some(name => name in properties),
  );
  return {
    name: isNamed ? 'CAPABILITY_NAMED_IAM' : 'CAPABILITY_IAM',
    reason: `The following resource(s) require capabilities: [${types.join(
      ', ',
    )}]`,
  };
}
