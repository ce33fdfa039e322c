import {
  ListStackEventsResponse,
  ListStackInstancesResponse,
  ListStackParametersResponse,
  ListStackResourcesResponse,
  TargetAddress,
} from 'backstage-plugin-aws-service-catalog-common';
import { MOST_STACK_RESOURCES } from '../../aws';
import { Caller } from '../../authorize';
import { ProvisionedProductsService } from '../ProvisionedProductsService';
import { MOST_STACK_INSTANCES } from './parts';
import { StackReads } from './StackReads';

/** What callers may see of the stacks of provisioned products. Every method throws NotFoundError for what they may not read. */
export class StacksService {
  constructor(
    private readonly options: {
      provisionedProducts: ProvisionedProductsService;
      stacks: StackReads;
    },
  ) {}

  /** The parts of a provisioned product. */
  async listResources(
    caller: Caller,
    address: TargetAddress,
  ): Promise<ListStackResourcesResponse> {
    const { content = [], ...read } = await this.options.stacks.read(
      await this.find(caller, address),
      'resources',
    );
    return {
      items: content,
      hasMore: content.length >= MOST_STACK_RESOURCES,
      ...read,
    };
  }

  /** What happened lately, newest first. */
  async listEvents(
    caller: Caller,
    address: TargetAddress,
  ): Promise<ListStackEventsResponse> {
    const { content, ...read } = await this.options.stacks.read(
      await this.find(caller, address),
      'events',
    );
    return { items: [], hasMore: false, ...content, ...read };
  }

  /** The values that its parameters have. */
  async listParameters(
    caller: Caller,
    address: TargetAddress,
  ): Promise<ListStackParametersResponse> {
    const { content = [], ...read } = await this.options.stacks.read(
      await this.find(caller, address),
      'parameters',
    );
    return { items: content, ...read };
  }

  /** The stacks of a stack set. */
  async listInstances(
    caller: Caller,
    address: TargetAddress,
  ): Promise<ListStackInstancesResponse> {
    const { content = [], ...read } = await this.options.stacks.read(
      await this.find(caller, address),
      'instances',
    );
    return {
      items: content,
      hasMore: content.length >= MOST_STACK_INSTANCES,
      ...read,
    };
  }

  private async find(caller: Caller, address: TargetAddress) {
    return this.options.provisionedProducts.findReadable(caller, address);
  }
}
