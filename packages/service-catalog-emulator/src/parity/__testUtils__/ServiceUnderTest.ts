import path from 'node:path';
import { ServiceCatalog } from '@aws-sdk/client-service-catalog';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { serviceCatalogMethods } from '../../__testUtils__/clients';
import { TEMPLATE_BASE } from '../../__testUtils__/harness';
import { CALLER_ARN } from '../../__testUtils__/seeds';
import { createEmulator } from '../../createEmulator';

/** The Service Catalog that the parity suite asks: the emulator, or AWS. */
export interface ServiceUnderTest {
  readonly client: ServiceCatalog;
  /** Who asks, as a portfolio knows it. */
  readonly principalArn: string;
  /** Where the suite's templates are. */
  readonly templateUrl: (file: string) => string;
  /**
   * Waits before asking again: AWS for real and longer every time, the emulator by its clock.
   *
   * @param attempt - how often was asked already, from 1
   */
  readonly pause: (attempt: number) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Whether the suite runs against AWS, by `REMOTE=1`. */
export const isRemote = process.env.REMOTE === '1';

/** Connects to AWS when {@link isRemote}, and starts an emulator otherwise. */
export function serviceUnderTest(): Promise<ServiceUnderTest> {
  return isRemote ? remoteService() : emulatedService();
}

async function emulatedService(): Promise<ServiceUnderTest> {
  const emulator = await createEmulator({
    clock: { mode: 'manual' },
    templateBases: {
      [TEMPLATE_BASE]: path.resolve(__dirname, '../templates'),
    },
  });
  return {
    client: serviceCatalogMethods(emulator.url),
    principalArn: CALLER_ARN,
    templateUrl: file => TEMPLATE_BASE + file,
    pause: async () => emulator.clock.advance(2),
    close: () => emulator.close(),
  };
}

const FIRST_PAUSE_SECONDS = 2;
const LONGEST_PAUSE_SECONDS = 15;

/** Region and credentials are where the AWS SDK finds them. */
async function remoteService(): Promise<ServiceUnderTest> {
  const templates = process.env.PARITY_TEMPLATE_URL;
  if (!templates) {
    throw new Error(
      'PARITY_TEMPLATE_URL must be the URL of a folder that holds the files of src/parity/templates, such as https://bucket.s3.eu-central-1.amazonaws.com/parity/',
    );
  }
  const client = new ServiceCatalog({});
  return {
    client,
    principalArn: process.env.PARITY_PRINCIPAL_ARN ?? (await ownPrincipal()),
    templateUrl: file => new URL(file, templates).href,
    pause: async attempt => {
      const seconds = Math.min(
        FIRST_PAUSE_SECONDS * 1.3 ** attempt,
        LONGEST_PAUSE_SECONDS,
      );
      await new Promise(resolve => {
        setTimeout(resolve, seconds * 1000);
      });
    },
    close: async () => client.destroy(),
  };
}

/** A portfolio knows a role, not its session. The session does not tell the role's path. */
async function ownPrincipal(): Promise<string> {
  const { Arn = '' } = await new STSClient({}).send(
    new GetCallerIdentityCommand({}),
  );
  return Arn.replace(
    /^arn:([^:]+):sts::(\d+):assumed-role\/([^/]+)\/.*$/,
    'arn:$1:iam::$2:role/$3',
  );
}
