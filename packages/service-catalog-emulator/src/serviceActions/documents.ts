import { ProvisionedProduct, ServiceAction } from '../state/entities';
import { actionParameters } from './serviceActions';

/** A parameter that an automation takes, and where its value comes from. */
interface DocumentParameter {
  name: string;
  /** Resource type whose physical ids are the values; absent: text. */
  resourceType?: string;
}

/** The parameters of automations that AWS owns, as far as service actions usually use them. */
const DOCUMENTS: { [name: string]: DocumentParameter[] } = {
  ...Object.fromEntries(
    [
      'AWS-RestartEC2Instance',
      'AWS-StartEC2Instance',
      'AWS-StopEC2Instance',
    ].map(name => [
      name,
      [{ name: 'InstanceId', resourceType: 'AWS::EC2::Instance' }],
    ]),
  ),
  ...Object.fromEntries(
    [
      'AWS-RebootRdsInstance',
      'AWS-StartRdsInstance',
      'AWS-StopRdsInstance',
    ].map(name => [
      name,
      [{ name: 'InstanceId', resourceType: 'AWS::RDS::DBInstance' }],
    ]),
  ),
  'AWS-CreateRdsSnapshot': [
    { name: 'DBInstanceIdentifier', resourceType: 'AWS::RDS::DBInstance' },
    { name: 'DBSnapshotIdentifier' },
  ],
};

/** A parameter of an execution, in AWS's shape. */
export interface ExecutionParameter {
  Name: string;
  Type: string;
  DefaultValues: string[];
}

/**
 * What an execution of the action on the provisioned product asks for: the parameters of the
 * document, or those the definition names when the emulator does not know the document. Targets are
 * filled in with the product's own resources.
 */
export function executionParameters(
  provisioned: ProvisionedProduct,
  { definition }: ServiceAction,
): ExecutionParameter[] {
  const named = actionParameters(definition);
  const known = DOCUMENTS[definition.Name];
  const resources = (type: string | undefined) =>
    provisioned.resources
      .filter(resource => type === undefined || resource.type === type)
      .map(({ physicalId }) => physicalId);
  if (!known) {
    return named.map(({ Name, Type }) => ({
      Name,
      Type: 'StringList',
      DefaultValues: Type === 'TARGET' ? resources(undefined) : [],
    }));
  }
  return known.map(({ name, resourceType }) => {
    const isText = named.some(
      ({ Name, Type }) => Name === name && Type === 'TEXT_VALUE',
    );
    return {
      Name: name,
      Type: resourceType === undefined ? 'String' : 'StringList',
      DefaultValues:
        resourceType === undefined || isText ? [] : resources(resourceType),
    };
  });
}

/**
 * Whether an execution has what it needs.
 *
 * @returns the first parameter that is unknown or has no value
 */
export function parameterProblem(
  parameters: ExecutionParameter[],
  given: { [name: string]: string[] },
): string | undefined {
  const unknown = Object.keys(given).find(
    name => !parameters.some(({ Name }) => Name === name),
  );
  if (unknown !== undefined) {
    return `Parameter ${unknown} is not one of the service action's.`;
  }
  const missing = parameters.find(
    ({ Name, DefaultValues }) => (given[Name] ?? DefaultValues).length === 0,
  );
  return missing && `Parameter ${missing.Name} must have a value.`;
}
