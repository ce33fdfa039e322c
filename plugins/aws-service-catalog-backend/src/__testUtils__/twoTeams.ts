import { mockServices } from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import {
  ANNOTATION_PORTFOLIOS,
  ANNOTATION_PRODUCTS,
  ANNOTATION_PROVISIONED_PRODUCTS,
  ANNOTATION_TARGET,
  Product,
  ProvisionedProduct,
} from 'backstage-plugin-aws-service-catalog-common';
import { Knex } from 'knex';
import { readConfig } from '../config';
import { createOrderLinks } from '../orders';
import { InventoryStore } from '../provisionedProducts';
import { createTestTargets, launch } from './awsTargets';
import { accountIds, startEmulator, TestEmulator } from './emulator';
import { component, group, user as person } from './entities';
import { portalConfig, startPortal, TestPortal } from './portal';

export const payments = 'group:default/team-payments';
export const search = 'group:default/team-search';

const tiny = { Resources: { Bucket: { Type: 'AWS::S3::Bucket' } } };

const vault = {
  ...tiny,
  Parameters: {
    Pin: { Type: 'String', NoEcho: true, Default: 'one-two-three' },
  },
};

const seeds = {
  sandbox: [
    {
      name: 'Bucket',
      description: 'Private storage',
      portfolios: ['Storage', 'Cold'],
      launchRoleArn: 'arn:aws:iam::111111111111:role/launch',
    },
    {
      name: 'Queue',
      portfolios: ['Messaging'],
      versions: { v1: tiny, v2: { ...tiny, Description: 'second' } },
    },
  ],
  production: [
    { name: 'Bucket', tagOptions: { Stage: ['prod'] } },
    { name: 'Vault', versions: { v1: vault } },
  ],
};

const components = [
  component('payments-api', payments),
  component('search-api', search),
  component('ads-api', 'group:default/team-ads'),
  component('orphan'),
  component('typo', payments, { [ANNOTATION_PRODUCTS]: 'Buckit' }),
  component('cold', payments, {
    [ANNOTATION_TARGET]: 'sandbox',
    [ANNOTATION_PORTFOLIOS]: 'Cold',
  }),
];

const people = [
  group(payments, ['payments-dev', 'payments-dev-2']),
  group(search, ['search-dev']),
  person('payments-dev', [payments]),
  person('search-dev', [search]),
];

/** What runs in the accounts, by target, name and owner. */
const running: [
  keyof typeof accountIds,
  string,
  string | undefined,
  string?,
][] = [
  ['sandbox', 'Alpha', payments, 'component:default/payments-api'],
  ['sandbox', 'beta', search],
  ['sandbox', 'gamma', undefined],
  ['production', 'delta', payments],
];

async function launchAll(emulator: TestEmulator, knex: Knex) {
  const targets = createTestTargets(emulator);
  const config = readConfig(
    mockServices.rootConfig({ data: portalConfig(emulator.url) }),
  );
  const inventory = new InventoryStore(config, createOrderLinks(knex, config));
  const ids: Record<string, string> = {};
  for (const [target, name, owner, entityRef] of running) {
    ids[name] = await launch(emulator, targets.get(target), {
      product: 'Bucket',
      name,
      parameters: { Purpose: 'uploads', Password: 'correct-horse' },
      // A tag alone gives nothing.
      tags: { 'backstage.io/owner': search },
    });
    if (owner) {
      await inventory.assignOwner(knex, {
        target,
        provisionedProductId: ids[name],
        owner,
        entityRef,
        source: 'order',
        at: new Date(emulator.clock.now()).toISOString(),
      });
    }
  }
  return ids;
}

/** A body; tests look into it as they like. */
type Answer = ReturnType<typeof JSON.parse>;

/** Two teams, two targets, and something of everybody's in them. */
export type TwoTeams = {
  knex: Knex;
  emulator: TestEmulator;
  portal: TestPortal;
  entities: Entity[];
  /** Ids of what runs, by name. */
  ids: Record<string, string>;
  /** Reads something that has to be readable; without a user, as a service. */
  ok(path: string, user?: string): Promise<Answer>;
  /** Starts another replica on the same data. */
  startAnother(
    options: Pick<Parameters<typeof startPortal>[0], 'config' | 'features'>,
  ): Promise<TestPortal>;
  stop(): Promise<void>;
};

/** Starts the plugin among {@link TwoTeams}. */
export async function startTwoTeams(knex: Knex): Promise<TwoTeams> {
  const emulator = await startEmulator(seeds);
  const ids = await launchAll(emulator, knex);
  const entities = [
    ...people,
    ...components,
    component('pointer', payments, {
      [ANNOTATION_PROVISIONED_PRODUCTS]: `${ids.delta}, ${ids.beta}`,
    }),
  ];
  const portal = await startPortal({ knex, emulator, entities });
  return {
    knex,
    emulator,
    portal,
    entities,
    ids,
    async ok(path, user) {
      const { body, status } = await portal.get(path, user);
      expect({ status, error: body.error }).toEqual({ status: 200 });
      return body;
    },
    startAnother: options =>
      startPortal({ knex, emulator, entities, ...options }),
    async stop() {
      await portal.stop();
      await emulator.close();
    },
  };
}

/** Where and how things are called, in the order of a list. */
export const namesOf = (items: (Product | ProvisionedProduct)[]) =>
  items.map(({ target, name }) => `${target}/${name}`);
