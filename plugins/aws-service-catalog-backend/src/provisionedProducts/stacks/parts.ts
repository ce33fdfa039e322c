import {
  StackEvent,
  StackInstance,
  StackParameter,
  StackResource,
} from 'backstage-plugin-aws-service-catalog-common';
import {
  AwsTarget,
  listStackInstances,
  NO_ECHO_MASK,
  readNewestStackEvents,
  readStackParameters,
  readStackResources,
} from '../../aws';
import { Mask } from '../OrderLinks';

/** The most stacks of a stack set that are read: ten calls. */
export const MOST_STACK_INSTANCES = 200;

/** What is read of a stack, or of the stacks of a stack set, each by a call of its own. */
export type StackParts = {
  /** By logical id. */
  resources: StackResource[];
  /** The newest, newest first. */
  events: { items: StackEvent[]; hasMore: boolean };
  parameters: StackParameter[];
  /** Of a stack set, by account and Region; the first {@link MOST_STACK_INSTANCES} of them. */
  instances: StackInstance[];
};

/** The name of a part. */
export type StackPart = keyof StackParts;

type ReadPart<P extends StackPart> = (
  target: AwsTarget,
  /** Of the stack: its ARN or name. Of a stack set: the id of the provisioned product. */
  name: string,
  masker: Mask,
) => Promise<StackParts[P]>;

/** Reads a part of a stack, without the secrets that orders are known to have put into it. */
export const readPart: { [P in StackPart]: ReadPart<P> } = {
  async resources(target, stack, masker) {
    const resources = await readStackResources(target, stack);
    const masked = await Promise.all(
      resources.map(async ({ physicalId, reason, updatedAt, ...resource }) => ({
        ...resource,
        physicalId: physicalId && (await masker.mask(physicalId)),
        reason: reason && (await masker.mask(reason)),
        updatedAt: updatedAt?.toISOString(),
      })),
    );
    return masked.sort((a, b) => (a.logicalId < b.logicalId ? -1 : 1));
  },

  async events(target, stack, masker) {
    const { events, hasMore } = await readNewestStackEvents(target, stack);
    return {
      hasMore,
      items: await Promise.all(
        events.map(async ({ at, physicalId, reason, ...event }) => ({
          ...event,
          at: at.toISOString(),
          physicalId: physicalId && (await masker.mask(physicalId)),
          reason: reason && (await masker.mask(reason)),
        })),
      ),
    };
  },

  async parameters(target, stack, masker) {
    const parameters = await readStackParameters(target, stack);
    return Promise.all(
      parameters.map(async ({ key, value }) => {
        const secret = value === NO_ECHO_MASK || (await masker.reveals(value));
        return { key, value: secret ? undefined : value, secret };
      }),
    );
  },

  async instances(target, provisionedProductId) {
    const instances = await listStackInstances(target, provisionedProductId, {
      most: MOST_STACK_INSTANCES,
    });
    const place = ({ accountId, region }: StackInstance) =>
      `${accountId} ${region}`;
    return instances
      .map(({ account, ...instance }) => ({ ...instance, accountId: account }))
      .sort((a, b) => (place(a) < place(b) ? -1 : 1));
  },
};
