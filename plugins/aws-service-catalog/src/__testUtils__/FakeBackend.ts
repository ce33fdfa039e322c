import { NotFoundError, stringifyError } from '@backstage/errors';
import {
  AwsServiceCatalogApi,
  awsServiceCatalogRoutes,
  TargetStatus,
} from 'backstage-plugin-aws-service-catalog-common';
import { target } from './fixtures';
import { makeResponseError } from './responseError';

type Operation = keyof AwsServiceCatalogApi;

/** A call as a test sees it. */
export type Call = { operation: Operation; request: unknown };

/** Whether every named property that is set equals the other's. */
export function fits<T extends object>(item: T, wanted: Partial<T>): boolean {
  return (Object.keys(wanted) as Array<keyof T>).every(
    key => wanted[key] === undefined || item[key] === wanted[key],
  );
}

/**
 * What the parts of the fake backend have in common: every request and every answer is checked against the schema of its route,
 * so that a test cannot pass with what the backend would refuse or never say.
 */
export class FakeBackend {
  targets: TargetStatus[] = [target];
  /** What an operation throws, for as long as it is set. */
  failures: Partial<Record<Operation, Error>> = {};
  readonly calls: Call[] = [];

  /** The requests of an operation so far. */
  requests(operation: Operation): unknown[] {
    return this.calls
      .filter(call => call.operation === operation)
      .map(call => call.request);
  }

  protected find<T extends object>(items: T[], wanted: Partial<T>): T {
    const item = items.find(candidate => fits(candidate, wanted));
    if (!item) {
      throw new NotFoundError('It does not exist');
    }
    return item;
  }

  protected page<T>(items: T[], page: { limit?: number; cursor?: string }) {
    const from = Number(page.cursor ?? 0);
    const to = from + (page.limit ?? 20);
    return {
      items: items.slice(from, to),
      totalItems: items.length,
      ...(to < items.length && { nextCursor: String(to) }),
    };
  }

  protected async answer<T>(
    operation: Operation,
    request: unknown,
    make: () => T,
  ): Promise<T> {
    this.calls.push({ operation, request });
    const route = awsServiceCatalogRoutes[operation];
    if ('query' in route && typeof request === 'object') {
      route.query.parse(request);
    }
    if ('body' in route) {
      route.body.parse(request);
    }
    const failure = this.failures[operation];
    if (failure) {
      throw failure;
    }
    let answer: T;
    try {
      answer = make();
    } catch (error) {
      throw await makeResponseError(404, stringifyError(error));
    }
    route.response.parse(answer);
    return answer;
  }
}
