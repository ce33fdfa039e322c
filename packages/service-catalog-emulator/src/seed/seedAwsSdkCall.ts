import { asText, isObject, JsonObject } from '../cloudformation/json';
import { AwsError } from '../errors';
import { operations } from '../operations';
import { handleOrganizations } from '../server/organizations';
import { ResourceSeed, SeededResource } from './ResourceSeed';

const SERVICE_CATALOG = ['servicecatalog', '@aws-sdk/client-service-catalog'];
const ORGANIZATIONS = ['organizations', '@aws-sdk/client-organizations'];

/** The call that CDK's `AwsCustomResource` makes when the resource is created. */
interface SdkCall {
  toOrganizations: boolean;
  operation: string;
  parameters: JsonObject;
  physicalId?: { id?: string; responsePath?: string };
  ignoredErrors?: string;
}

/** Whether the resource is an `AwsCustomResource` of CDK: one that calls the AWS SDK. */
export function isAwsSdkCall(properties: JsonObject): boolean {
  return (
    properties.ServiceToken !== undefined && sdkCallOf(properties) !== undefined
  );
}

/**
 * Makes the call of an `AwsCustomResource`, where it goes to an operation of Service Catalog that the
 * emulator has, or asks for the organization.
 */
export async function seedAwsSdkCall(
  seed: ResourceSeed,
): Promise<SeededResource | undefined> {
  const call = sdkCallOf(seed.properties)!;
  const isEmulated = call.toOrganizations
    ? call.operation === 'DescribeOrganization' && seed.world.organization
    : operations.has(call.operation);
  if (!isEmulated) {
    return undefined;
  }
  const response = flattened(await outputOf(seed, call));
  const { id, responsePath } = call.physicalId ?? {};
  return {
    physicalId:
      id ??
      (responsePath === undefined ? undefined : response[responsePath]) ??
      seed.path.join('/'),
    attributes: response,
  };
}

async function outputOf(seed: ResourceSeed, call: SdkCall) {
  try {
    return call.toOrganizations
      ? handleOrganizations(call.operation, {}, seed.administrator, seed.world)
      : await seed.call(call.operation, call.parameters);
  } catch (error) {
    const isIgnored =
      error instanceof AwsError &&
      (error.code === 'DuplicateResourceException' ||
        (call.ignoredErrors !== undefined &&
          new RegExp(call.ignoredErrors).test(error.code)));
    if (!isIgnored) {
      throw error;
    }
    return {};
  }
}

function sdkCallOf({ Create, Update }: JsonObject): SdkCall | undefined {
  const declared = Create ?? Update;
  if (typeof declared !== 'string') {
    return undefined;
  }
  let call: unknown;
  try {
    call = JSON.parse(declared);
  } catch {
    return undefined;
  }
  const service = isObject(call) ? asText(call.service).toLowerCase() : '';
  if (
    !isObject(call) ||
    typeof call.action !== 'string' ||
    ![...SERVICE_CATALOG, ...ORGANIZATIONS].includes(service)
  ) {
    return undefined;
  }
  // `createPortfolioShare`, `CreatePortfolioShare` and `CreatePortfolioShareCommand` are the same.
  const name = call.action.replace(/Command$/, '');
  return {
    toOrganizations: ORGANIZATIONS.includes(service),
    operation: name.charAt(0).toUpperCase() + name.slice(1),
    parameters: isObject(call.parameters) ? call.parameters : {},
    physicalId: isObject(call.physicalResourceId)
      ? call.physicalResourceId
      : undefined,
    ignoredErrors:
      call.ignoreErrorCodesMatching === undefined
        ? undefined
        : asText(call.ignoreErrorCodesMatching),
  };
}

/** `{ A: { B: 1 } }` as `{ 'A.B': '1' }`, which is how the resource gives its attributes. */
function flattened(
  value: unknown,
  prefix: string = '',
  result: { [path: string]: string } = {},
): { [path: string]: string } {
  if (typeof value === 'object' && value !== null) {
    for (const [key, member] of Object.entries(value)) {
      flattened(member, prefix ? `${prefix}.${key}` : key, result);
    }
  } else if (value !== undefined) {
    result[prefix] = asText(value);
  }
  return result;
}
