import * as cloudFormation from '@aws-sdk/client-cloudformation';
import * as costExplorer from '@aws-sdk/client-cost-explorer';
import * as organizations from '@aws-sdk/client-organizations';
import * as serviceCatalog from '@aws-sdk/client-service-catalog';
import * as sts from '@aws-sdk/client-sts';
import {
  awsCli,
  cliArguments,
  describeWithAwsCli,
} from '../__testUtils__/awsCli';
import { startEmulator } from '../__testUtils__/harness';
import { callEveryOperation } from '../__testUtils__/journeys/everyOperation';
import {
  Journey,
  JourneyRequest,
  Send,
} from '../__testUtils__/journeys/Journey';
import { otherServicesJourney } from '../__testUtils__/journeys/otherServicesJourney';
import { RunningEmulator } from '../createEmulator';
import { operations } from '../operations';

type Service = JourneyRequest['service'];

const OTHER_SERVICES: Service[] = [
  'cloudformation',
  'ce',
  'organizations',
  'sts',
];

const SDKS: { [service in Service]: object } = {
  cloudformation: cloudFormation,
  ce: costExplorer,
  organizations,
  servicecatalog: serviceCatalog,
  sts,
};

const CLIENTS = {
  cloudformation: cloudFormation.CloudFormationClient,
  ce: costExplorer.CostExplorerClient,
  organizations: organizations.OrganizationsClient,
  servicecatalog: serviceCatalog.ServiceCatalogClient,
  sts: sts.STSClient,
};

/** A client of an AWS SDK, as far as all of them are alike. */
interface SdkClient {
  send(command: object): Promise<object>;
  destroy(): void;
}

function createClient(
  service: Service,
  { url }: RunningEmulator,
  accessKeyId: string = 'test',
): SdkClient {
  return new CLIENTS[service]({
    endpoint: url,
    region: 'us-east-1',
    maxAttempts: 1,
    credentials: { accessKeyId, secretAccessKey: 'any' },
  }) as SdkClient;
}

/** The SDK's command for an operation. */
function createCommand(
  service: Service,
  operation: string,
  input: object,
): object {
  const commands = SDKS[service] as {
    [name: string]: new (input: object) => object;
  };
  return new commands[`${operation}Command`](input);
}

const sendBySdk: Send = async ({
  emulator,
  service,
  operation,
  input,
  accessKeyId,
}) => {
  const client = createClient(service, emulator, accessKeyId);
  try {
    return await client.send(createCommand(service, operation, input));
  } finally {
    client.destroy();
  }
};

/** How unknown operations are refused; two of STS are sent without a signature, which none that is known may be. */
const UNKNOWN = [
  'InvalidAction',
  'UnknownOperationException',
  'MissingAuthenticationTokenException',
];

/** Every operation of the other services that the emulator does not refuse as unknown. */
async function operationsOfOtherServices(): Promise<string[]> {
  const emulator = await startEmulator();
  const known: string[] = [];
  for (const service of OTHER_SERVICES) {
    const client = createClient(service, emulator);
    const names = Object.keys(SDKS[service]).filter(
      name => name.endsWith('Command') && name !== '$Command',
    );
    for (const name of names) {
      const operation = name.slice(0, -'Command'.length);
      const error = await client
        .send(createCommand(service, operation, {}))
        .then(
          () => undefined,
          (reason: Error) => reason.name,
        );
      if (error === undefined || !UNKNOWN.includes(error)) {
        known.push(`${service} ${operation}`);
      }
    }
    client.destroy();
  }
  return known.sort();
}

describe('the JavaScript SDK', () => {
  it('calls every operation of Service Catalog', async () => {
    const called = new Set<string>();
    await callEveryOperation(async request => {
      called.add(request.operation);
      return sendBySdk(request);
    });
    expect([...called].sort()).toEqual([...operations.keys()].sort());
  });

  it('calls every operation of the other services', async () => {
    const called = new Set<string>();
    const journey = await Journey.start(async request => {
      if (request.service !== 'servicecatalog') {
        called.add(`${request.service} ${request.operation}`);
      }
      return sendBySdk(request);
    });
    await otherServicesJourney(journey);
    expect([...called].sort()).toEqual(await operationsOfOtherServices());
  });
});

describeWithAwsCli('the AWS CLI', () => {
  // It takes a second of a processor for each call.
  jest.setTimeout(280_000);

  /** Sends the first request for each operation by the CLI, and repetitions by the faster SDK. */
  async function sendOnceByCli(called: Set<string>): Promise<Send> {
    const aws = await awsCli();
    return request => {
      const { emulator, service, operation, input, accessKeyId } = request;
      const name = `${service} ${operation}`;
      if (called.has(name)) {
        return sendBySdk(request);
      }
      called.add(name);
      const answer = aws(
        emulator,
        cliArguments(service, operation, input),
        accessKeyId,
      );
      return operation.startsWith('Notify')
        ? answer.catch((error: Error) => {
            // Younger than the CLI of Debian 12.
            if (error.message.includes('Invalid choice')) {
              return sendBySdk(request);
            }
            throw error;
          })
        : answer;
    };
  }

  it('calls every operation of Service Catalog', async () => {
    const called = new Set<string>();
    await callEveryOperation(await sendOnceByCli(called));
    expect([...called].sort()).toEqual(
      [...operations.keys()].map(name => `servicecatalog ${name}`).sort(),
    );
  });

  it('calls every operation of the other services', async () => {
    const called = new Set<string>();
    const byCli = await sendOnceByCli(called);
    const journey = await Journey.start(request =>
      request.service === 'servicecatalog'
        ? sendBySdk(request)
        : byCli(request),
    );
    await otherServicesJourney(journey);
    expect([...called].sort()).toEqual(await operationsOfOtherServices());
  });
});
