import {
  CloudFormationClient,
  CreateStackCommand,
} from '@aws-sdk/client-cloudformation';
import { createTestDatabases } from '../__testUtils__/databases';
import { sandboxClientConfig } from '../__testUtils__/emulator';
import { component, group } from '../__testUtils__/entities';
import { OrderPortal } from '../__testUtils__/orderPortal';
import { useReplicas } from '../__testUtils__/replicas';

jest.setTimeout(120_000);

const databases = createTestDatabases();

const PAYMENTS = 'group:default/team-payments';
const OPERATOR = 'platform-engineer';

const template = {
  Parameters: {
    Purpose: { Type: 'String', Default: 'none' },
    Stage: { Type: 'String', Default: 'dev' },
  },
  Resources: { Bucket: { Type: 'AWS::S3::Bucket' } },
  Outputs: {
    Purpose: { Value: { Ref: 'Purpose' } },
    Stage: { Value: { Ref: 'Stage' } },
  },
};

describe.each(databases.eachId)(
  'a stack that was made by hand, %s',
  databaseId => {
    const world = useReplicas(databases, databaseId, {
      sandbox: [{ name: 'Bucket', versions: { v1: template } }],
    });
    let portal: OrderPortal;
    let count = 0;

    beforeEach(async () => {
      portal = await world.start({
        entities: [
          component('payments-api', PAYMENTS),
          group(PAYMENTS, ['payments-dev']),
        ],
      });
    });

    /** Has CloudFormation make a stack, as somebody would in its console. */
    async function createStack(body: object = template): Promise<string> {
      count += 1;
      const client = new CloudFormationClient(
        sandboxClientConfig(world.emulator),
      );
      const { StackId = '' } = await client.send(
        new CreateStackCommand({
          StackName: `by-hand-${count}`,
          TemplateBody: JSON.stringify(body),
          Parameters: [{ ParameterKey: 'Stage', ParameterValue: 'prod' }],
          Tags: [{ Key: 'team', Value: 'web' }],
        }),
      );
      return StackId;
    }

    async function placeImport(stackArn: string) {
      const { id, versions } = await portal.findProduct('Bucket');
      return portal.order(
        {
          kind: 'import',
          target: 'sandbox',
          productId: id,
          versionId: versions[0].id,
          name: `imported-${count}`,
          stackArn,
          entityRef: 'component:default/payments-api',
        },
        OPERATOR,
      );
    }

    it('is imported as it is, keeps its values when it is updated, and is its owner’s to terminate', async () => {
      const stackArn = await createStack();
      world.emulator.clock.advance(60);
      const imported = await portal.finish((await placeImport(stackArn)).id);
      expect(imported).toMatchObject({ state: 'succeeded', owner: PAYMENTS });
      const { id } = imported.provisionedProduct;
      const path = `/provisioned-products/sandbox/${id}`;
      const read = async (part = '') =>
        (await portal.get(`${path}${part}`, 'payments-dev')).body;
      expect(await read()).toMatchObject({
        status: 'AVAILABLE',
        owner: PAYMENTS,
        entityRef: 'component:default/payments-api',
      });
      expect((await read('/resources')).items).toMatchObject([
        { logicalId: 'Bucket', status: 'CREATE_COMPLETE' },
      ]);
      const stage = { key: 'Stage', value: 'prod', secret: false };
      expect((await read('/parameters')).items).toContainEqual(stage);
      expect((await read('/update-form')).current).toContainEqual({
        ...stage,
        source: 'aws',
        kept: true,
      });

      const change = {
        target: 'sandbox',
        provisionedProductId: id,
      };
      const update = await portal.order({
        ...change,
        kind: 'update',
        parameters: { Purpose: 'invoices' },
      });
      expect((await portal.finish(update.id)).outputs).toEqual(
        expect.arrayContaining([
          expect.objectContaining({ key: 'Purpose', value: 'invoices' }),
          expect.objectContaining({ key: 'Stage', value: 'prod' }),
        ]),
      );
      const end = await portal.order({ ...change, kind: 'terminate' });
      expect((await portal.finish(end.id)).state).toBe('succeeded');
      const again = await placeImport(stackArn);
      expect(await portal.finish(again.id)).toMatchObject({ state: 'failed' });
    });

    it('is imported once it has come to rest', async () => {
      const order = await placeImport(await createStack());
      const early = await portal.finish(order.id);
      expect(early).toMatchObject({
        state: 'failed',
        failure: {
          advice: expect.stringContaining('has come to rest'),
          retryable: true,
        },
      });
      world.emulator.clock.advance(60);
      const { status } = await portal.post(
        `/orders/${order.id}/retry`,
        { digest: early.digest },
        OPERATOR,
      );
      expect(status).toBe(202);
      expect(await portal.finish(order.id)).toMatchObject({
        state: 'succeeded',
        attempt: 2,
      });
    });

    it('is not imported as what it is not', async () => {
      const stackArn = await createStack({
        ...template,
        Resources: { Topic: { Type: 'AWS::SNS::Topic' } },
      });
      world.emulator.clock.advance(60);
      const order = await placeImport(stackArn);
      expect(await portal.finish(order.id)).toMatchObject({
        state: 'failed',
        failure: { advice: expect.stringContaining('template of the version') },
      });
      expect(await world.listResults(portal, order)).toEqual([]);
    });
  },
);
