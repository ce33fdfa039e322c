import { alphanumericDigest, hexDigest } from '../state/ids';
import { JsonObject } from './json';

/** What a resource's physical id and attributes are derived from. */
export interface ResourceContext {
  type: string;
  logicalId: string;
  /** Evaluated properties. */
  properties: JsonObject;
  stackName: string;
  accountId: string;
  region: string;
  /** Distinguishes this resource from every other one. */
  seed: string;
}

/** An attribute, derived from the resource. */
export type Derived = (context: ResourceContext, physicalId: string) => unknown;

/** What the emulator knows of a resource type. */
export interface ResourceTypeModel {
  physicalId: (context: ResourceContext) => string;
  attributes: { [name: string]: Derived };
}

/** A model whose id is the given property's value when there is one. */
export function named(
  property: string,
  attributes: { [name: string]: Derived } = {},
): ResourceTypeModel {
  return {
    physicalId: context => given(context, property) ?? generatedName(context),
    attributes,
  };
}

/** A model whose id is a prefix and 17 hexadecimal digits, as EC2 gives them. */
export function hexId(
  prefix: string,
  attributes: { [name: string]: Derived } = {},
): ResourceTypeModel {
  return {
    physicalId: ({ seed }) => `${prefix}-${hexDigest(17, seed, prefix)}`,
    attributes,
  };
}

/** A model whose id is an ARN. */
export function arnId(
  service: string,
  resource: (context: ResourceContext, name: string) => string,
  property: string,
  attributes: { [name: string]: Derived } = {},
): ResourceTypeModel {
  const { physicalId } = named(property);
  return {
    physicalId: context => {
      const name = physicalId(context);
      return `arn:aws:${service}:${context.region}:${
        context.accountId
      }:${resource(context, name)}`;
    },
    attributes,
  };
}

/** A property that is text and not empty. */
export function given(
  { properties }: ResourceContext,
  name: string,
): string | undefined {
  const value = properties[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** A name as CloudFormation makes one up. */
export function generatedName({
  stackName,
  logicalId,
  seed,
}: ResourceContext): string {
  const suffix = alphanumericDigest(12, seed, 'name').toUpperCase();
  return `${stackName}-${logicalId}-${suffix}`;
}

/** The property, or a made-up name, in lower case as some services insist on. */
export function lowerCaseName(property: string) {
  return (context: ResourceContext): string =>
    given(context, property)?.toLowerCase() ??
    `${`${context.stackName}-${context.logicalId}`
      .toLowerCase()
      .slice(0, 50)}-${alphanumericDigest(12, context.seed, 'name')}`;
}

/** An ARN in the stack's account and Region. */
export function arn(service: string, resource: string): Derived {
  return ({ region, accountId }) =>
    `arn:aws:${service}:${region}:${accountId}:${resource}`;
}

/** The same, ending in the physical id. */
export function idArn(service: string, prefix: string): Derived {
  return (context, id) => arn(service, `${prefix}${id}`)(context, id);
}

/** An ARN of a service without Regions, ending in the physical id. */
export function globalArn(service: string, prefix: string): Derived {
  return ({ accountId }, id) =>
    `arn:aws:${service}::${accountId}:${prefix}${id}`;
}

/** A prefix and hexadecimal digits. */
export function hex(prefix: string, length: number): Derived {
  return ({ seed }) => `${prefix}${hexDigest(length, seed, prefix)}`;
}

/** An address in 10.0.0.0/16. */
export const privateIp: Derived = ({ seed }) =>
  `10.0.${parseInt(hexDigest(2, seed, 'ip3'), 16)}.${
    (parseInt(hexDigest(2, seed, 'ip4'), 16) % 250) + 4
  }`;
/** An address that is reserved for documentation. */
export const publicIp: Derived = ({ seed }) =>
  `203.0.113.${(parseInt(hexDigest(2, seed, 'public'), 16) % 254) + 1}`;

/** The endpoint attributes of a database. */
export function databaseEndpoint(
  defaultPort: (context: ResourceContext) => number,
) {
  return {
    'Endpoint.Address': (({ seed, region }, id) =>
      `${id}.${alphanumericDigest(
        12,
        seed,
        'rds',
      )}.${region}.rds.amazonaws.com`) as Derived,
    'Endpoint.Port': (context =>
      context.properties.Port ?? String(defaultPort(context))) as Derived,
  };
}

/** The usual port of a database engine. */
export function enginePort({ properties }: ResourceContext): number {
  const engine = String(properties.Engine ?? '');
  if (engine.includes('postgres')) {
    return 5432;
  }
  if (engine.startsWith('sqlserver')) {
    return 1433;
  }
  return engine.startsWith('oracle') ? 1521 : 3306;
}
