import { JsonObject } from '@backstage/types';
import { OrderDetail } from 'backstage-plugin-aws-service-catalog-common';
import { createTestDatabases } from '../__testUtils__/databases';
import { OrderPortal, orderPortalConfig } from '../__testUtils__/orderPortal';
import {
  NEW_ROLE,
  newRoleStack,
  REPAIR_REASON,
  repairOf,
  SET_PROPERTIES,
  SUCCESSOR,
} from '../__testUtils__/repairs';
import { plainBucket, useReplicas } from '../__testUtils__/replicas';

jest.setTimeout(120_000);

const databases = createTestDatabases();

const OPERATOR = 'platform-engineer';
const APPROVER = 'user:default/ads-dev';
const OLD_ROLE = 'arn:aws:iam::111111111111:role/launch-of-old';

const vault = { ...plainBucket, name: 'Vault', launchRoleArn: OLD_ROLE };

describe.each(databases.eachId)('a repair, %s', databaseId => {
  const world = useReplicas(databases, databaseId, {
    sandbox: [plainBucket, vault],
  });
  let portal: OrderPortal;

  beforeEach(async () => {
    portal = await world.start();
  });

  const launch = async (): Promise<OrderDetail> =>
    portal.finish((await world.orderBucket(portal)).id);

  const pathOf = ({ provisionedProduct: { id } }: OrderDetail) =>
    `/provisioned-products/sandbox/${id}`;

  const readPrincipals = async (launched: OrderDetail) =>
    (await portal.get(`${pathOf(launched)}/principals`, OPERATOR)).body;

  const countOf = (operation: string) =>
    world.emulator.calls.count({ operation });

  it('sets owner and launch role, says so to everybody, and leaves what runs as it is', async () => {
    const launched = await launch();
    const outputs = async () =>
      (await portal.get(`${pathOf(launched)}/outputs`)).body.items;
    const before = await outputs();
    const { portal: self } = await readPrincipals(launched);
    expect(await readPrincipals(launched)).toEqual({
      awsOwner: expect.stringContaining(':111111111111:'),
      portal: self,
    });
    const request = repairOf(launched, {
      awsOwner: SUCCESSOR,
      launchRole: NEW_ROLE,
      requestToken: 'once',
    });
    const preview = await portal.post('/orders/preview', request, OPERATOR);
    expect(preview.body).toMatchObject({ acceptable: true, problems: [] });
    const order = await portal.order(request, OPERATOR);
    expect((await portal.order(request, OPERATOR)).id).toBe(order.id);
    expect(await portal.finish(order.id)).toMatchObject({
      kind: 'repair',
      state: 'succeeded',
      record: { status: 'SUCCEEDED' },
      repair: {
        awsOwner: SUCCESSOR,
        launchRole: NEW_ROLE,
        reason: REPAIR_REASON,
      },
      outputs: [],
    });
    expect(order.events[0].message).toContain(
      `From then on its owner in AWS is ${SUCCESSOR} and its launch role is ${NEW_ROLE}: ${REPAIR_REASON}.`,
    );
    expect(await readPrincipals(launched)).toEqual({
      awsOwner: SUCCESSOR,
      launchRole: NEW_ROLE,
      portal: self,
    });
    expect(await outputs()).toEqual(before);
    expect(countOf(SET_PROPERTIES)).toBe(1);
    const meta = {
      awsOwner: SUCCESSOR,
      launchRole: NEW_ROLE,
      reason: REPAIR_REASON,
    };
    expect(portal.told.audit).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          eventId: 'order-place',
          meta: expect.objectContaining(meta),
        }),
        expect.objectContaining({
          eventId: 'order-event',
          meta: expect.objectContaining({ orderId: order.id, ...meta }),
        }),
      ]),
    );
  });

  it('lets the portal work on what somebody else owns in AWS', async () => {
    const launched = await launch();
    await portal.finish(
      (
        await portal.order(
          repairOf(launched, { awsOwner: SUCCESSOR }),
          OPERATOR,
        )
      ).id,
    );
    const { provisionedProduct } = launched;
    const change = (kind: string, rest: object = {}) =>
      portal.order({
        kind,
        target: 'sandbox',
        provisionedProductId: provisionedProduct.id,
        ...rest,
      });
    const updated = await portal.finish(
      (
        await change('update', { parameters: { Purpose: 'letters' } })
      ).id,
    );
    expect(updated.state).toBe('succeeded');
    expect(updated.outputs).toContainEqual(
      expect.objectContaining({ key: 'Purpose', value: 'letters' }),
    );
    world.emulator.faults.add({
      kind: 'updateFailure',
      count: 1,
      reason: 'The bucket is too full',
    });
    const failed = await portal.finish(
      (
        await change('update', { parameters: { Purpose: 'parcels' } })
      ).id,
    );
    expect(failed).toMatchObject({
      state: 'failed',
      failure: { message: expect.stringContaining('The bucket is too full') },
    });
    const gone = await portal.finish((await change('terminate')).id);
    expect(gone.state).toBe('succeeded');
  });

  it('saves what is tainted because its launch role is gone', async () => {
    const launched = await portal.finish(
      (
        await portal.order(
          await portal.launchOf('Vault', {
            name: `vault-${databaseId.toLowerCase().replace('_', '-')}`,
            parameters: { Purpose: 'invoices' },
          }),
        )
      ).id,
    );
    await world.emulator.seed(newRoleStack);
    const termination = await portal.order({
      kind: 'terminate',
      target: 'sandbox',
      provisionedProductId: launched.provisionedProduct.id,
    });
    const failed = await portal.finish(termination.id);
    const gone = `Role ${OLD_ROLE} is invalid or cannot be assumed`;
    expect(failed).toMatchObject({
      state: 'failed',
      failure: {
        message: expect.stringContaining(gone),
        advice: expect.stringContaining('can repair it'),
      },
    });
    expect((await portal.get(pathOf(launched))).body).toMatchObject({
      status: 'TAINTED',
      problem: {
        message: expect.stringContaining(gone),
        advice: expect.stringContaining('can repair it'),
      },
    });
    expect((await readPrincipals(launched)).launchRole).toBe(OLD_ROLE);

    const repair = await portal.order(
      repairOf(launched, { launchRole: NEW_ROLE }),
      OPERATOR,
    );
    expect((await portal.finish(repair.id)).state).toBe('succeeded');
    expect((await readPrincipals(launched)).launchRole).toBe(NEW_ROLE);
    await portal.post(
      `/orders/${termination.id}/retry`,
      { digest: failed.digest },
      'payments-dev',
    );
    expect((await portal.finish(termination.id)).state).toBe('succeeded');
  });

  it('waits for the approval that a policy asks for', async () => {
    const launched = await launch();
    const config = orderPortalConfig(world.emulator.url);
    portal = await world.start({
      config: {
        ...config,
        awsServiceCatalog: {
          ...(config.awsServiceCatalog as JsonObject),
          approval: {
            policies: [
              {
                name: 'repairs',
                match: { kinds: ['repair'] },
                approvers: [APPROVER],
              },
            ],
            default: { approvers: [APPROVER] },
          },
        },
      },
    });
    const order = await portal.order(
      repairOf(launched, { awsOwner: SUCCESSOR }),
      OPERATOR,
    );
    await portal.tick(60);
    expect(await portal.read(order.id, OPERATOR)).toMatchObject({
      state: 'awaiting-approval',
      approval: { policy: 'repairs' },
    });
    expect(countOf(SET_PROPERTIES)).toBe(0);
    const decision = { digest: order.digest };
    const approve = (user: string) =>
      portal.post(`/orders/${order.id}/approve`, decision, user);
    expect((await approve(OPERATOR)).status).toBe(403);
    expect((await approve('ads-dev')).status).toBe(200);
    expect((await portal.finish(order.id)).state).toBe('succeeded');
  });

  it('is for operators, who say why', async () => {
    const launched = await launch();
    const request = repairOf(launched, { awsOwner: SUCCESSOR });
    const refused = await portal.post('/orders', request, 'payments-dev');
    expect(refused.status).toBe(403);
    expect(refused.body.error.message).toBe(
      'Only the people who run the portal can set its owner or launch role in AWS.',
    );
    const seen = await portal.get(
      `${pathOf(launched)}/principals`,
      'payments-dev',
    );
    expect(seen.status).toBe(403);
    const shown = async (user: string) =>
      (await portal.get(pathOf(launched), user)).body.actions;
    expect(await shown('payments-dev')).not.toHaveProperty('repair');
    expect(await shown(OPERATOR)).toMatchObject({ repair: { allowed: true } });

    const failing = await portal.order(request, OPERATOR);
    world.emulator.faults.add({
      operation: SET_PROPERTIES,
      kind: 'error',
      name: 'ResourceNotFoundException',
      count: 1,
    });
    const failed = await portal.finish(failing.id);
    expect(failed.actions.retry).toMatchObject({ allowed: false });
    expect((await portal.read(failing.id, OPERATOR)).actions.retry).toEqual({
      allowed: true,
    });
  });

  it.each([
    [{}, ['awsOwner']],
    [{ awsOwner: SUCCESSOR, reason: ' ' }, ['reason']],
    [{ awsOwner: 'successor' }, ['awsOwner']],
    [{ awsOwner: 'arn:aws:iam::111111111111:root' }, ['awsOwner']],
    [{ awsOwner: 'arn:aws:iam::222222222222:user/a' }, ['awsOwner']],
    [{ launchRole: SUCCESSOR }, ['launchRole']],
    [
      {
        awsOwner: 'arn:aws:sts::222222222222:assumed-role/portal/session',
        launchRole: 'arn:aws:iam::222222222222:role/launch',
        reason: undefined,
      },
      ['awsOwner', 'launchRole', 'reason'],
    ],
  ])('refuses %j, naming what is wrong', async (values, fields) => {
    const launched = await launch();
    const { status, body } = await portal.post(
      '/orders',
      repairOf(launched, values),
      OPERATOR,
    );
    expect(status).toBe(400);
    expect(
      body.error.fields.map(({ field }: { field: string }) => field),
    ).toEqual(fields);
    expect(countOf(SET_PROPERTIES)).toBe(0);
  });
});
