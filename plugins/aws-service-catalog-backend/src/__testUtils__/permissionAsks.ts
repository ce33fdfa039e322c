import { Order } from 'backstage-plugin-aws-service-catalog-common';
import { Ask, PermissionWorld } from './permissionWorld';

/** What is asked for in a route; made when the world is there. */
export type AskFor = (world: PermissionWorld) => Promise<Ask>;

export const product =
  (name: string, target: string): AskFor =>
  async world => ({
    params: { target, id: await world.productId(name, target) },
  });
export const running =
  (name: string, body?: object): AskFor =>
  async world => ({ params: { target: 'sandbox', id: world.ids[name] }, body });
/** Something after operators have taken its owner away. */
export const unowned =
  (name: string, body?: object): AskFor =>
  async world => {
    await world.disown(name);
    return running(name, body)(world);
  };
/** Something after operators have given it to team-payments. */
export const adopted =
  (name: string, body?: object): AskFor =>
  async world => {
    await world.disown(name);
    await world.adopt(name);
    return running(name, body)(world);
  };
/** An earlier preview has come to its end. */
export const planned =
  (name: string): AskFor =>
  async world => {
    await world.endPlans();
    return running(name, { parameters: { Purpose: 'more' } })(world);
  };
/** What was read moments ago is not read again. */
export const rested =
  (ask: AskFor): AskFor =>
  async world => {
    await world.rest();
    return ask(world);
  };
export const launch =
  (name: string, target: string): AskFor =>
  async world => ({ body: await world.launchOf(name, target) });
export const change =
  (kind: 'update' | 'terminate', name: string): AskFor =>
  async world => ({
    body: {
      kind,
      target: 'sandbox',
      provisionedProductId: world.ids[name],
      ...(kind === 'update' && { parameters: { Purpose: 'more' } }),
    },
  });
export const action =
  (name: string): AskFor =>
  async world => ({
    body: {
      kind: 'service-action',
      target: 'sandbox',
      provisionedProductId: world.ids[name],
      serviceActionId: await world.serviceActionId(name),
    },
  });
export const abandoning =
  (name: string): AskFor =>
  async world => ({
    body: {
      kind: 'terminate',
      target: 'sandbox',
      provisionedProductId: world.ids[name],
      retainResources: true,
      reason: 'It moves',
    },
  });
export const repair =
  (name: string): AskFor =>
  async world => ({
    body: {
      kind: 'repair',
      target: 'sandbox',
      provisionedProductId: world.ids[name],
      awsOwner: 'arn:aws:iam::111111111111:role/portal',
      reason: 'The role was made again',
    },
  });
export const importOf =
  (name: string): AskFor =>
  async world => ({ body: await world.importOf(name) });
export const order =
  (find: (world: PermissionWorld) => Promise<Order>, reason?: string): AskFor =>
  async world => {
    const { id, digest } = await find(world);
    return { params: { id }, body: { digest, reason } };
  };

export const waitingBucket = (world: PermissionWorld) =>
  world.waiting('Bucket');
export const waitingQueue = (world: PermissionWorld) => world.waiting('Queue');
export const failed = (world: PermissionWorld) => world.failed();
export const setAside = (world: PermissionWorld) => world.setAside();
