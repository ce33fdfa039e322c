import { mockClock } from 'backstage-plugin-aws-service-catalog-node/testUtils';
/* eslint-disable @backstage/no-relative-monorepo-imports --
   The backend does not publish how it talks to AWS, and only its own code shows what it calls. */
import * as aws from '../../../../plugins/aws-service-catalog-backend/src/aws';
/* eslint-enable @backstage/no-relative-monorepo-imports */
import {
  PORTAL_ACCOUNTS,
  portalKey,
  startCatalog,
} from '../__testUtils__/startCatalog';
import { committedOrganization } from '../__testUtils__/synthesize';
import { ASKED_BY_AWS, PORTAL_ACTIONS } from './portalActions';

// Synthesizing everything takes seconds, on a busy machine more.
jest.setTimeout(120_000);

const { region } = committedOrganization();
const HUB = PORTAL_ACCOUNTS.hub;

it('the backend, followed through the life of a bucket of this catalog, uses every action of its role and no other', async () => {
  const emulator = await startCatalog();
  const target = aws.AwsTargets.create({
    targets: [
      {
        name: 'hub',
        accountId: HUB,
        region,
        endpoint: emulator.url,
        owners: [],
        trustOwnerTags: false,
      },
    ],
    credentialsManager: {
      getCredentialProvider: async () => ({
        accountId: HUB,
        sdkCredentialProvider: async () => ({
          accessKeyId: portalKey(HUB),
          secretAccessKey: 'not-a-secret',
        }),
      }),
    },
    clock: mockClock(),
    wait: async () => {},
  }).get('hub');
  emulator.calls.clear();

  const { products } = await aws.searchProductsPage(target);
  const product = products.find(({ name }) => name === 'Secure S3 Bucket')!;
  const { versions } = await aws.describeProduct(target, product.id);
  const [path] = await aws.listLaunchPaths(target, product.id);
  const ids = {
    productId: product.id,
    versionId: versions[0].id,
    pathId: path.id,
  };
  await aws.describeProvisioningParameters(target, ids);
  const launch = await aws.provisionProduct(target, {
    ...ids,
    token: 'launch',
    name: 'receipts',
    parameters: [
      { key: 'BucketPurpose', value: 'receipts', secret: false },
      { key: 'TeamName', value: 'payments', secret: false },
    ],
    tags: [],
  });
  emulator.clock.advance(600);
  const launched = await aws.describeRecord(target, launch.id);
  expect(launched).toMatchObject({ status: 'SUCCEEDED' });
  const [{ value: stackArn }] = launched.outputs;
  const id = launch.provisionedProductId!;
  await aws.describeProvisionedProduct(target, { id });
  await aws.searchProvisionedProductsPage(target, {});
  await aws.getProvisionedProductOutputs(target, id);
  await aws.listStackInstances(target, id);
  await aws.updateProvisionedProduct(target, {
    ...ids,
    token: 'update',
    provisionedProductId: id,
    parameters: [
      { key: 'BucketPurpose', usePreviousValue: true },
      { key: 'TeamName', usePreviousValue: true },
    ],
  });
  emulator.clock.advance(600);
  await aws.readStackParameters(target, stackArn);
  await aws.readStackResources(target, stackArn);
  await aws.readNewestStackEvents(target, stackArn);
  const planId = await aws.createPlan(target, {
    ...ids,
    token: 'plan',
    planName: 'preview',
    provisionedProductName: 'receipts',
    provisionedProductId: id,
    parameters: [
      { key: 'BucketPurpose', value: 'invoices', secret: false },
      { key: 'TeamName', usePreviousValue: true },
    ],
  });
  emulator.clock.advance(600);
  await aws.findPlanId(target, {
    provisionedProductId: id,
    planName: 'preview',
  });
  await aws.describePlan(target, planId);
  await aws.deletePlan(target, planId, { hasFailed: false });
  await aws.listServiceActions(target, ids);
  // A bucket has none; what counts is that it is asked for.
  const action = { provisionedProductId: id, serviceActionId: 'act-none' };
  const asked = aws.describeServiceActionParameters(target, action);
  await expect(asked).rejects.toMatchObject({ kind: 'not-found' });
  const run = { ...action, token: 'run', parameters: {} };
  const running = aws.executeServiceAction(target, run);
  await expect(running).rejects.toMatchObject({ kind: 'not-found' });
  await aws.updateProvisionedProductProperties(target, {
    token: 'repair',
    provisionedProductId: id,
    launchRole: `arn:aws:iam::${HUB}:role/launch-again`,
  });
  await aws.terminateProvisionedProduct(target, {
    token: 'terminate',
    provisionedProductId: id,
    retainResources: true,
  });
  emulator.clock.advance(600);
  await aws.importAsProvisionedProduct(target, {
    ...ids,
    token: 'import',
    name: 'receipts-again',
    stackArn,
  });
  await aws.listRecordHistory(target, id);
  const [portfolio] = await aws.listOwnPortfolios(target);
  await aws.listAccountShares(target, portfolio.id);

  const called = Object.keys(emulator.calls.counts()[HUB])
    // STS answers it to everybody.
    .filter(operation => operation !== 'GetCallerIdentity');
  const allowed = Object.values(PORTAL_ACTIONS)
    .flat()
    .filter(name => !ASKED_BY_AWS.includes(name))
    .map(name => name.split(':')[1]);
  expect(called.sort()).toEqual(allowed.sort());
  await emulator.close();
});
