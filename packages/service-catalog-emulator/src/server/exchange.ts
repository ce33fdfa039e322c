import { Request } from 'express';
import { Caller } from '../catalog/Caller';
import { Output } from '../context';
import { handleCostExplorer } from '../costs/getCostAndUsage';
import { Emulator } from '../Emulator';
import { AwsError } from '../errors';
import { handleCloudFormation } from './cloudFormation';
import { handleCreateStack } from './createStack';
import { callerOf, Credentials } from './credentials';
import { handleOrganizations } from './organizations';
import { queryError, queryResponse, XmlElement } from './queryProtocol';
import { handleSts } from './sts';

/** One protocol: which operation a request asks for, and how answers look. */
export interface Exchange {
  operation: string;
  /** Service that the signature must be scoped to. */
  service: 'servicecatalog' | 'organizations' | 'ce' | 'sts' | 'cloudformation';
  contentType: string;
  /** Carries the request out and gives the body of the answer. */
  run(accessKeyId: string, region: string): Promise<string>;
  /** The body of an error. */
  error(error: AwsError): string;
}

/** A request once it is known who makes it. */
interface AuthenticatedRequest {
  emulator: Emulator;
  operation: string;
  caller: Caller;
  region: string;
}

interface JsonService {
  /** What `x-amz-target` begins with. */
  prefix: string;
  service: Exchange['service'];
  handle(
    request: AuthenticatedRequest,
    input: object,
  ): Promise<Output> | Output;
}

interface QueryService {
  service: Exchange['service'];
  namespace: string;
  handle(
    request: AuthenticatedRequest,
    parameters: URLSearchParams,
  ): Promise<XmlElement> | XmlElement;
}

const SERVICE_CATALOG: JsonService = {
  prefix: 'AWS242ServiceCatalogService.',
  service: 'servicecatalog',
  handle: ({ emulator, operation, caller, region }, input) =>
    emulator.execute({ operation, input, caller, region }),
};

const JSON_SERVICES: JsonService[] = [
  SERVICE_CATALOG,
  {
    prefix: 'AWSOrganizationsV20161128.',
    service: 'organizations',
    handle: ({ emulator, operation, caller }, input) =>
      handleOrganizations(operation, input, caller, emulator.parts.world),
  },
  {
    prefix: 'AWSInsightsIndexService.',
    service: 'ce',
    handle: ({ emulator, operation, caller }, input) =>
      handleCostExplorer(operation, input, caller, emulator.current()),
  },
];

const STS: QueryService = {
  service: 'sts',
  namespace: 'https://sts.amazonaws.com/doc/2011-06-15/',
  handle: ({ emulator, caller }, parameters) =>
    handleSts(parameters, caller, emulator.parts.world, () =>
      emulator.changed(),
    ),
};

/** By the `Version` that requests of the query protocol carry. */
const QUERY_SERVICES: { [version: string]: QueryService } = {
  '2011-06-15': STS,
  '2010-05-15': {
    service: 'cloudformation',
    namespace: 'http://cloudformation.amazonaws.com/doc/2010-05-15/',
    handle: async ({ emulator, operation, caller, region }, parameters) => {
      if (operation !== 'CreateStack') {
        return handleCloudFormation(
          parameters,
          caller,
          region,
          emulator.current(),
        );
      }
      const created = await handleCreateStack(
        parameters,
        emulator.contextOf({ operation, caller, region }),
      );
      emulator.changed();
      return created;
    },
  },
};

/**
 * Tells the protocol of a request: a form is the query protocol, of the service whose version it
 * names; all else is JSON, of the service that its target names.
 */
export function createExchange(
  emulator: Emulator,
  credentials: Credentials,
  request: Request,
  requestId: string,
): Exchange {
  const body = Buffer.isBuffer(request.body)
    ? request.body.toString('utf8')
    : '';
  const target = request.get('x-amz-target');
  const authenticated = (
    operation: string,
    accessKeyId: string,
    region: string,
  ): AuthenticatedRequest => ({
    emulator,
    operation,
    region,
    caller: callerOf(accessKeyId, credentials, emulator.parts.world),
  });
  if (target === undefined && request.is('application/x-www-form-urlencoded')) {
    const parameters = new URLSearchParams(body);
    const operation = parameters.get('Action') ?? 'MissingAction';
    const { service, namespace, handle } =
      QUERY_SERVICES[parameters.get('Version') ?? ''] ?? STS;
    return {
      operation,
      service,
      contentType: 'text/xml',
      run: async (accessKeyId, region) =>
        queryResponse(
          operation,
          await handle(
            authenticated(operation, accessKeyId, region),
            parameters,
          ),
          requestId,
          namespace,
        ),
      error: error => queryError(error, requestId, namespace),
    };
  }
  const { prefix, service, handle } =
    JSON_SERVICES.find(candidate => target?.startsWith(candidate.prefix)) ??
    SERVICE_CATALOG;
  const operation = target?.startsWith(prefix)
    ? target.slice(prefix.length)
    : target ?? 'MissingTarget';
  return {
    operation,
    service,
    contentType: 'application/x-amz-json-1.1',
    run: async (accessKeyId, region) =>
      JSON.stringify(
        await handle(
          authenticated(operation, accessKeyId, region),
          parseJson(body),
        ),
      ),
    error: error =>
      JSON.stringify({ __type: error.code, message: error.message }),
  };
}

function parseJson(body: string): object {
  try {
    const value: unknown = body === '' ? {} : JSON.parse(body);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      return value;
    }
  } catch {
    // Answered below, like any other body that is no object.
  }
  throw new AwsError(
    'SerializationException',
    'Start of structure or map found where not expected.',
  );
}
