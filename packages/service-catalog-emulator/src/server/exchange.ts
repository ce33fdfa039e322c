import { Request } from 'express';
import { Emulator } from '../Emulator';
import { AwsError } from '../errors';
import { callerOf, Credentials } from './credentials';
import { handleOrganizations } from './organizations';
import { queryError, queryResponse } from './queryProtocol';
import { handleSts } from './sts';

const TARGET_PREFIX = 'AWS242ServiceCatalogService.';
const ORGANIZATIONS_PREFIX = 'AWSOrganizationsV20161128.';

/** One protocol: which operation a request asks for, and how answers look. */
export interface Exchange {
  operation: string;
  /** Service that the signature must be scoped to. */
  service: 'servicecatalog' | 'organizations' | 'sts';
  contentType: string;
  /** Carries the request out and gives the body of the answer. */
  run(accessKeyId: string, region: string): Promise<string>;
  /** The body of an error. */
  error(error: AwsError): string;
}

/**
 * Tells the protocol of a request: a form is STS's query protocol, all else JSON, of the service that
 * its target names.
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
  if (target === undefined && request.is('application/x-www-form-urlencoded')) {
    const parameters = new URLSearchParams(body);
    const operation = parameters.get('Action') ?? 'MissingAction';
    return {
      operation,
      service: 'sts',
      contentType: 'text/xml',
      run: async accessKeyId => {
        const { world } = emulator.parts;
        const caller = callerOf(accessKeyId, credentials, world);
        return queryResponse(
          operation,
          handleSts(parameters, caller, world, () => emulator.changed()),
          requestId,
        );
      },
      error: error => queryError(error, requestId),
    };
  }
  const jsonProtocol = {
    contentType: 'application/x-amz-json-1.1',
    error: (error: AwsError) =>
      JSON.stringify({ __type: error.code, message: error.message }),
  };
  if (target?.startsWith(ORGANIZATIONS_PREFIX)) {
    const operation = target.slice(ORGANIZATIONS_PREFIX.length);
    return {
      ...jsonProtocol,
      operation,
      service: 'organizations',
      run: async accessKeyId => {
        const { world } = emulator.parts;
        const caller = callerOf(accessKeyId, credentials, world);
        return JSON.stringify(
          handleOrganizations(operation, parseJson(body), caller, world),
        );
      },
    };
  }
  const operation = target?.startsWith(TARGET_PREFIX)
    ? target.slice(TARGET_PREFIX.length)
    : target ?? 'MissingTarget';
  return {
    ...jsonProtocol,
    operation,
    service: 'servicecatalog',
    run: async (accessKeyId, region) =>
      JSON.stringify(
        await emulator.execute({
          operation,
          input: parseJson(body),
          caller: callerOf(accessKeyId, credentials, emulator.parts.world),
          region,
        }),
      ),
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
