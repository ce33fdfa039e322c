import {
  evaluate,
  EvaluationScope,
  ResourceIdentity,
} from '../cloudformation/evaluate';
import { asText, isObject, JsonObject } from '../cloudformation/json';
import {
  parameterValues,
  resolveParameters,
} from '../cloudformation/parameters';
import { attributeOf, physicalIdOf } from '../cloudformation/resourceIdentity';
import { parseTemplate, Template } from '../cloudformation/template';
import { messageOf } from '../errors';
import { deploymentOrder, holds } from './deploymentOrder';
import { resourceSeed, StackSeederOptions } from './ResourceSeed';
import { RESOURCE_SEEDERS } from './resources';
import { isAwsSdkCall, seedAwsSdkCall } from './seedAwsSdkCall';
import { SeededStack } from './seed';
import { runNestedStack } from './runNestedStack';
import { stackSetTargets } from './stackSetTargets';

const MAX_NESTING = 5;
const NESTED_STACK = 'AWS::CloudFormation::Stack';
const STACK_SET = 'AWS::CloudFormation::StackSet';
const ROLE = 'AWS::IAM::Role';

/** Whether seeding does something about resources of a type. */
function isSeeded(type: string): boolean {
  return (
    [NESTED_STACK, STACK_SET, ROLE].includes(type) ||
    /^(AWS::ServiceCatalog|Custom|AWS::CloudFormation::CustomResource)(::|$)/.test(
      type,
    )
  );
}

/** Deploys a template to the emulator, as CloudFormation deploys it to AWS. */
export class StackSeeder {
  constructor(private readonly options: StackSeederOptions) {}

  /**
   * Creates or updates the resources of a template, those they refer to first.
   *
   * @throws Error naming the resource that cannot be deployed
   */
  async deploy(
    stackName: string,
    template: Template,
    given: { [name: string]: string },
    nesting: number = 0,
  ): Promise<SeededStack> {
    if (nesting > MAX_NESTING) {
      throw new Error(`Stacks are nested more than ${MAX_NESTING} deep`);
    }
    const deployed = new Map<string, ResourceIdentity>();
    const scope = this.createScope(stackName, template, given, deployed);
    const ignored = new Map<string, number>();
    for (const logicalId of deploymentOrder(template, scope)) {
      const { type, properties } = template.resources[logicalId];
      const path = [...stackName.split('/'), logicalId];
      try {
        const evaluated = evaluate(properties, scope);
        const identity = await this.deployResource(
          path,
          type,
          isObject(evaluated) ? evaluated : {},
          nesting,
        );
        if (identity === undefined) {
          ignored.set(type, (ignored.get(type) ?? 0) + 1);
        }
        deployed.set(logicalId, identity ?? this.madeUp(path, type, evaluated));
      } catch (error) {
        throw new Error(`resource ${logicalId} (${type}): ${messageOf(error)}`);
      }
    }
    if (ignored.size > 0) {
      const types = [...ignored].map(([type, count]) => `${count} ${type}`);
      this.options.warn(
        `not emulated in stack ${stackName}, so that references to them get a made-up name: ${types.join(
          ', ',
        )}`,
      );
    }
    this.noteExports(template, scope);
    return {
      stackName,
      resources: Object.fromEntries(
        [...deployed].map(([logicalId, { physicalId }]) => [
          logicalId,
          physicalId,
        ]),
      ),
      outputs: Object.fromEntries(
        Object.entries(template.outputs)
          .filter(([, { condition }]) => holds(condition, scope))
          .map(([name, { value }]) => [name, asText(evaluate(value, scope))]),
      ),
    };
  }

  private noteExports(template: Template, scope: EvaluationScope): void {
    for (const output of Object.values(template.outputs)) {
      if (output.exportName !== undefined && holds(output.condition, scope)) {
        const name = asText(evaluate(output.exportName, scope));
        this.options.exports.set(
          this.exportKey(name),
          asText(evaluate(output.value, scope)),
        );
      }
    }
  }

  private exportKey(name: string): string {
    const { accountId, region } = this.options;
    return `${accountId}/${region}/${name}`;
  }

  private createScope(
    stackName: string,
    template: Template,
    given: { [name: string]: string },
    deployed: Map<string, ResourceIdentity>,
  ): EvaluationScope {
    const { accountId, region } = this.options;
    return {
      template,
      parameters: parameterValues(template, resolveParameters(template, given)),
      pseudo: {
        'AWS::AccountId': accountId,
        'AWS::Region': region,
        'AWS::Partition': 'aws',
        'AWS::URLSuffix': 'amazonaws.com',
        'AWS::StackName': stackName.replaceAll('/', '-'),
        'AWS::StackId': `arn:aws:cloudformation:${region}:${accountId}:stack/${stackName}`,
        'AWS::NotificationARNs': [],
      },
      resource: logicalId => deployed.get(logicalId),
      importValue: name => {
        const value = this.options.exports.get(this.exportKey(name));
        if (value === undefined) {
          throw new Error(
            `No export named ${name} found. Stacks that export it must be seeded before, in account ${accountId} and Region ${region}.`,
          );
        }
        return value;
      },
      conditionResults: new Map(),
    };
  }

  /** Deploys a resource; `undefined` when the emulator does not emulate its type. */
  private async deployResource(
    path: string[],
    type: string,
    properties: JsonObject,
    nesting: number,
  ): Promise<ResourceIdentity | undefined> {
    if (type === NESTED_STACK) {
      return this.deployNested(path, properties, nesting);
    }
    if (type === STACK_SET && properties.StackInstancesGroup !== undefined) {
      return this.deployStackSet(path, properties, nesting);
    }
    if (type === ROLE) {
      return this.deployRole(path, properties);
    }
    const seeder =
      RESOURCE_SEEDERS[type] ??
      (isAwsSdkCall(properties) ? seedAwsSdkCall : undefined);
    const seeded = await seeder?.(resourceSeed(this.options, path, properties));
    if (!seeded) {
      return undefined;
    }
    const { physicalId, attributes } = seeded;
    return {
      physicalId,
      attribute: name => {
        if (attributes === undefined || !(name in attributes)) {
          throw new Error(`${type} has no attribute ${name}`);
        }
        return attributes[name];
      },
    };
  }

  /** Of a role there is only that it exists. */
  private deployRole(path: string[], properties: JsonObject): ResourceIdentity {
    const identity = this.madeUp(path, ROLE, properties);
    this.options.emulator.parts.world.roles.deploy({
      arn: asText(identity.attribute('Arn')),
      isNamed: properties.RoleName !== undefined,
    });
    return identity;
  }

  private madeUp(
    path: string[],
    type: string,
    properties: unknown,
  ): ResourceIdentity {
    const { accountId, region } = this.options;
    const logicalId = path[path.length - 1];
    const context = {
      type,
      logicalId,
      properties: isObject(properties) ? properties : {},
      stackName: path.slice(0, -1).join('-'),
      accountId,
      region,
      seed: JSON.stringify([accountId, region, ...path]),
    };
    const physicalId = physicalIdOf(context);
    return {
      physicalId,
      attribute: name => attributeOf(context, physicalId, name),
    };
  }

  /** Deploys a stack set's template to each of its accounts, as a stack of that account. */
  private async deployStackSet(
    path: string[],
    properties: JsonObject,
    nesting: number,
  ): Promise<ResourceIdentity> {
    const { emulator, load } = this.options;
    const template = parseTemplate(
      properties.TemplateBody === undefined
        ? (await load(asText(properties.TemplateURL))).toString('utf8')
        : asText(properties.TemplateBody),
    );
    const given = Array.isArray(properties.Parameters)
      ? properties.Parameters.filter(isObject)
      : [];
    const name = asText(properties.StackSetName);
    for (const target of stackSetTargets(
      properties,
      emulator.parts.world.organization,
    )) {
      await new StackSeeder({ ...this.options, ...target }).deploy(
        `StackSet-${name}`,
        template,
        Object.fromEntries(
          given.map(({ ParameterKey, ParameterValue }) => [
            asText(ParameterKey),
            asText(ParameterValue),
          ]),
        ),
        nesting + 1,
      );
    }
    return {
      physicalId: name,
      attribute: attribute =>
        attribute === 'StackSetId' ? `${name}:${path.join('-')}` : name,
    };
  }

  private async deployNested(
    path: string[],
    properties: JsonObject,
    nesting: number,
  ): Promise<ResourceIdentity> {
    const bytes = await this.options.load(asText(properties.TemplateURL));
    const text = bytes.toString('utf8');
    const template = parseTemplate(text);
    const { Parameters } = properties;
    const parameters = Object.fromEntries(
      Object.entries(isObject(Parameters) ? Parameters : {}).map(
        ([name, value]) => [name, asText(value)],
      ),
    );
    if (
      Object.values(template.resources).every(({ type }) => !isSeeded(type))
    ) {
      return runNestedStack(this.options, path.join('-'), text, parameters);
    }
    const stack = await this.deploy(
      path.join('/'),
      template,
      parameters,
      nesting + 1,
    );
    return {
      physicalId: path.join('/'),
      attribute: name => {
        const output = stack.outputs[name.replace(/^Outputs\./, '')];
        if (output === undefined) {
          throw new Error(`Stack ${stack.stackName} has no output ${name}`);
        }
        return output;
      },
    };
  }
}
