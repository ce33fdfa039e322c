import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import path from 'node:path';
import {
  DescribeProvisionedProductCommand,
  SearchProvisionedProductsCommand,
  ServiceCatalogClient,
} from '@aws-sdk/client-service-catalog';
import knexFactory from 'knex';
import { EmulatorProcess } from '../emulatorScale/EmulatorProcess';
import { seedOfSize } from '../emulatorScale/seedOfSize';
import {
  credentialsOf,
  Place,
  Portal,
  startPortal,
} from '../portal/startPortal';
import { createFloorPlugin } from './floorPlugin';
import { measureInTurns, Times } from './measureInTurns';

const PLACE: Place = {
  name: 'sandbox',
  accountId: '111111111111',
  region: 'eu-central-1',
};
const USER = 'user:default/developer';
const ENTITY = 'component:default/service-7';
/** How many provisioned products each entity has, and so the page that is measured. */
const PER_ENTITY = 10;
/** How long AWS takes to answer, where it is not the emulator's own time: milliseconds. */
const AWS_DELAY_MS = 80;
const LIMITS = {
  largeToSmall: 1.2,
  listToFloor: 2,
  liveToList: 3,
  delayedLiveToList: 20,
};

/**
 * Measures what an entity's tab shows, for a small and a large inventory, beside the least that any route does and beside the same
 * by live calls. Fails when a ratio is not as it should be.
 *
 * @param emulatorProcess - the script that runs an emulator
 * @param args - numbers of provisioned products, 1,000 and 100,000 by default
 */
export async function main(
  emulatorProcess: string,
  args: string[],
): Promise<void> {
  const [small = 1000, large = 100_000] = args.map(Number);
  const folder = await mkdtemp(path.join(tmpdir(), 'entity-tab-'));
  const inventories: Inventory[] = [];
  try {
    for (const size of [small, large]) {
      inventories.push(await fillInventory(emulatorProcess, folder, size));
    }
    const [of, ofMany] = inventories;
    const times = await measureInTurns({
      floor: () => ofMany.portal.call('GET', ofMany.floorPath, USER),
      [`resources of ${small}`]: () => listResources(of.portal),
      [`resources of ${large}`]: () => listResources(ofMany.portal),
      'open orders': () =>
        listOf(ofMany.portal, 'orders', 'scope=all&open=true'),
      products: () => listOf(ofMany.portal, 'products', 'limit=12'),
    });
    const { url } = ofMany.emulator.started;
    const live = await measureInTurns({
      'live calls': () => readLive(url),
    });
    await fetch(`${url}/_emulator/faults`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ kind: 'slow', delayMilliseconds: AWS_DELAY_MS }),
    });
    const delayed = await measureInTurns(
      { [`live calls of ${AWS_DELAY_MS} ms`]: () => readLive(url) },
      { warmUp: 2, rounds: 40 },
    );
    print({ ...times, ...live, ...delayed });
    const [floor, few, many] = Object.values(times).map(({ p95 }) => p95);
    requireRatios([
      [`${large} to ${small}`, many / few, { most: LIMITS.largeToSmall }],
      ['resources to floor', many / floor, { most: LIMITS.listToFloor }],
      [
        'live calls to resources',
        Object.values(live)[0].p95 / many,
        { least: LIMITS.liveToList },
      ],
      [
        `live calls of ${AWS_DELAY_MS} ms to resources`,
        Object.values(delayed)[0].p95 / many,
        { least: LIMITS.delayedLiveToList },
      ],
    ]);
  } finally {
    for (const { portal, emulator } of inventories) {
      await portal.stop();
      await emulator.stop();
    }
    await rm(folder, { recursive: true, force: true });
  }
}

type Inventory = {
  emulator: EmulatorProcess;
  portal: Portal;
  floorPath: string;
};

async function fillInventory(
  emulatorProcess: string,
  folder: string,
  size: number,
): Promise<Inventory> {
  const seedFolder = await mkdtemp(path.join(folder, 'seed-'));
  const files = seedOfSize({
    portfolios: 1,
    products: 20,
    provisionedProducts: size,
    tagsOf: index => {
      const entity = Math.floor(index / PER_ENTITY);
      return [
        {
          Key: 'backstage.io/entity',
          Value: `component:default/service-${entity}`,
        },
        // The user looks after every tenth entity.
        {
          Key: 'backstage.io/owner',
          Value: entity % 10 === 7 ? USER : 'group:default/others',
        },
      ];
    },
  });
  for (const [file, text] of Object.entries(files)) {
    await writeFile(path.join(seedFolder, file), text);
  }
  const { accountId, region } = PLACE;
  const emulator = await EmulatorProcess.start(emulatorProcess, {
    seeds: [{ accountId, region, path: seedFolder }],
  });
  const knex = knexFactory({
    client: 'better-sqlite3',
    connection: ':memory:',
    useNullAsDefault: true,
    pool: { min: 1, max: 1 },
  });
  const portal = await startPortal({
    emulatorUrl: emulator.started.url,
    places: [PLACE],
    knex,
    targets: { trustOwnerTags: true, owners: [USER, 'group:default/others'] },
    entities: [
      {
        apiVersion: 'backstage.io/v1alpha1',
        kind: 'Component',
        metadata: { name: 'service-7' },
        relations: [{ type: 'ownedBy', targetRef: USER }],
      },
    ],
    features: [createFloorPlugin(knex)],
  });
  await portal.call('POST', `/aws-service-catalog/targets/${PLACE.name}/sync`);
  const { items, totalItems } = await listResources(portal);
  if (totalItems !== PER_ENTITY) {
    throw new Error(`The entity has ${totalItems} provisioned products`);
  }
  const [{ total }] = await knex('provisioned_products').count({ total: '*' });
  if (Number(total) !== size) {
    throw new Error(`The portal has ${total} provisioned products`);
  }
  return { emulator, portal, floorPath: `/floor/${PLACE.name}/${items[0].id}` };
}

/** As the tab asks for it. */
function listResources(portal: Portal) {
  return listOf(portal, 'provisioned-products', `limit=${PER_ENTITY}`);
}

function listOf(portal: Portal, what: string, query: string) {
  const entityRef = encodeURIComponent(ENTITY);
  return portal.call(
    'GET',
    `/aws-service-catalog/${what}?entityRef=${entityRef}&${query}`,
    USER,
  );
}

const clients = new Map<string, ServiceCatalogClient>();

/** What a page without a database has to ask AWS: which there are, and then all of them side by side. */
async function readLive(endpoint: string): Promise<void> {
  const client =
    clients.get(endpoint) ??
    new ServiceCatalogClient({
      endpoint,
      region: PLACE.region,
      credentials: credentialsOf(PLACE.accountId),
    });
  clients.set(endpoint, client);
  const { ProvisionedProducts = [] } = await client.send(
    new SearchProvisionedProductsCommand({
      AccessLevelFilter: { Key: 'Account', Value: 'self' },
      Filters: { SearchQuery: [`tags:${ENTITY}`] },
    }),
  );
  if (ProvisionedProducts.length !== PER_ENTITY) {
    throw new Error(`AWS has found ${ProvisionedProducts.length}`);
  }
  await Promise.all(
    ProvisionedProducts.map(({ Id }) =>
      client.send(new DescribeProvisionedProductCommand({ Id })),
    ),
  );
}

function print(times: Record<string, Times>): void {
  const row = (...cells: string[]) =>
    process.stdout.write(`| ${cells.join(' | ')} |\n`);
  process.stdout.write(
    `Node.js ${process.version}, ${cpus().length} x ${cpus()[0].model}\n\n`,
  );
  row('what', 'median', 'p95');
  row('---', '---', '---');
  for (const [what, { median, p95 }] of Object.entries(times)) {
    row(what, `${median.toFixed(1)} ms`, `${p95.toFixed(1)} ms`);
  }
}

function requireRatios(
  ratios: [
    what: string,
    ratio: number,
    limit: { most?: number; least?: number },
  ][],
): void {
  const wrong: string[] = [];
  process.stdout.write('\n');
  for (const [what, ratio, { most = Infinity, least = 0 }] of ratios) {
    const said = `p95 of ${what}: ${ratio.toFixed(2)}`;
    process.stdout.write(`${said}\n`);
    if (ratio > most || ratio < least) {
      wrong.push(said);
    }
  }
  if (wrong.length > 0) {
    throw new Error(`Not as it should be:\n${wrong.join('\n')}`);
  }
}
