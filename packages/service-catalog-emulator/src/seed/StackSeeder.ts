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
import { loadForSeed, resourceSeed, StackSeederOptions } from './ResourceSeed';
import { RESOURCE_SEEDERS } from './resources';
import { SeededStack } from './seed';

const MAX_NESTING = 5;
const NESTED_STACK = 'AWS::CloudFormation::Stack';

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
      try {
        const evaluated = evaluate(properties, scope);
        const identity = await this.deployResource(
          [...stackName.split('/'), logicalId],
          type,
          isObject(evaluated) ? evaluated : {},
          nesting,
        );
        deployed.set(logicalId, identity);
      } catch (error) {
        throw new Error(`resource ${logicalId} (${type}): ${messageOf(error)}`);
      }
      if (!(type in RESOURCE_SEEDERS) && type !== NESTED_STACK) {
        ignored.set(type, (ignored.get(type) ?? 0) + 1);
      }
    }
    for (const [type, count] of ignored) {
      this.options.warn(
        `${type} is not emulated (${count} in stack ${stackName}); references to it get a made-up name`,
      );
    }
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
        throw new Error(
          `Fn::ImportValue ${name}: seeds cannot import from other stacks`,
        );
      },
      conditionResults: new Map(),
    };
  }

  private async deployResource(
    path: string[],
    type: string,
    properties: JsonObject,
    nesting: number,
  ): Promise<ResourceIdentity> {
    if (type === NESTED_STACK) {
      return this.deployNested(path, properties, nesting);
    }
    const { accountId, region } = this.options;
    const seeder = RESOURCE_SEEDERS[type];
    if (!seeder) {
      const context = {
        type,
        logicalId: path[path.length - 1],
        properties,
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
    const { physicalId, attributes } = await seeder(
      resourceSeed(this.options, path, properties),
    );
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

  private async deployNested(
    path: string[],
    properties: JsonObject,
    nesting: number,
  ): Promise<ResourceIdentity> {
    const text = await loadForSeed(
      this.options,
      asText(properties.TemplateURL),
    );
    const parameters = isObject(properties.Parameters)
      ? properties.Parameters
      : {};
    const stack = await this.deploy(
      path.join('/'),
      parseTemplate(text),
      Object.fromEntries(
        Object.entries(parameters).map(([name, value]) => [
          name,
          asText(value),
        ]),
      ),
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
