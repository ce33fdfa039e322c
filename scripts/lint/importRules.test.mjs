/**
 * Proves each import rule: the violation is reported where it is forbidden, and the same code passes elsewhere.
 * Nothing is written; ESLint is told which file the text would be.
 */
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { ESLint } from 'eslint';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const RULES = [
  '@typescript-eslint/no-restricted-imports',
  'no-restricted-properties',
];
const eslint = new ESLint({ cwd: ROOT });

/** The messages of the import rules for a file with this text. */
async function messagesFor(file, code) {
  const [result] = await eslint.lintText(`${code}\n`, {
    filePath: `${ROOT}/${file}`,
  });
  assert.ok(result, `${file} is not linted`);
  assert.equal(result.fatalErrorCount, 0, JSON.stringify(result.messages));
  return result.messages.filter(({ ruleId }) => RULES.includes(ruleId));
}

const COMMON = 'plugins/aws-service-catalog-common/src';
const NODE = 'plugins/aws-service-catalog-node/src';
const FRONTEND = 'plugins/aws-service-catalog/src';
const BACKEND = 'plugins/aws-service-catalog-backend/src';
const SCAFFOLDER = 'plugins/scaffolder-backend-module-aws-service-catalog/src';
const CATALOG = 'plugins/catalog-backend-module-aws-service-catalog/src';
const EMULATOR = 'packages/service-catalog-emulator/src';
const FAMILY = 'backstage-plugin-aws-service-catalog';

const importing = name => `import { x } from '${name}';\nexport const y = x;`;

/** @type {{ rule: string, code: string, forbidden: string[], allowed: string[] }[]} */
const CASES = [
  {
    rule: 'common imports no plugin',
    code: importing(`${FAMILY}-node`),
    forbidden: [`${COMMON}/x.ts`, `${FRONTEND}/x.ts`, `${EMULATOR}/x.ts`],
    allowed: [
      `${NODE}/x.ts`,
      `${BACKEND}/x.ts`,
      `${SCAFFOLDER}/x.ts`,
      `${CATALOG}/x.ts`,
    ],
  },
  {
    rule: 'everybody but the emulator may import common',
    code: importing(`${FAMILY}-common`),
    forbidden: [`${EMULATOR}/x.ts`],
    allowed: [
      `${NODE}/x.ts`,
      `${FRONTEND}/x.tsx`,
      `${BACKEND}/orders/x.ts`,
      `${SCAFFOLDER}/x.ts`,
    ],
  },
  {
    rule: 'nobody imports the backend plugin',
    code: importing(`${FAMILY}-backend`),
    forbidden: [
      `${COMMON}/x.ts`,
      `${NODE}/x.ts`,
      `${FRONTEND}/x.ts`,
      `${SCAFFOLDER}/x.ts`,
      `${CATALOG}/x.ts`,
      `${EMULATOR}/x.ts`,
    ],
    allowed: ['packages/backend/src/index.ts', `${SCAFFOLDER}/x.test.ts`],
  },
  {
    rule: 'an entry point below a package is that package',
    code: importing(`${FAMILY}-node/testUtils`),
    forbidden: [`${COMMON}/x.ts`],
    allowed: [`${BACKEND}/x.ts`],
  },
  {
    rule: 'nobody imports the frontend plugin',
    code: importing(FAMILY),
    forbidden: [`${COMMON}/x.ts`, `${NODE}/x.ts`, `${BACKEND}/x.ts`],
    allowed: ['packages/app/src/x.tsx'],
  },
  {
    rule: 'plugins do not know the emulator',
    code: importing('service-catalog-emulator'),
    forbidden: [`${BACKEND}/aws/x.ts`, `${NODE}/x.ts`, `${SCAFFOLDER}/x.ts`],
    allowed: [`${BACKEND}/__testUtils__/x.ts`, `${BACKEND}/aws/x.test.ts`],
  },
  {
    rule: 'only aws/ imports an AWS SDK',
    code: importing('@aws-sdk/client-service-catalog'),
    forbidden: [
      `${BACKEND}/orders/x.ts`,
      `${BACKEND}/router.ts`,
      `${BACKEND}/plugin.ts`,
      `${BACKEND}/config.ts`,
      `${COMMON}/x.ts`,
      `${NODE}/x.ts`,
      `${SCAFFOLDER}/x.ts`,
      `${FRONTEND}/x.tsx`,
      `${EMULATOR}/x.ts`,
      `${EMULATOR}/cli/x.ts`,
      'packages/backend/src/x.ts',
    ],
    allowed: [
      `${BACKEND}/aws/x.ts`,
      `${BACKEND}/orders/x.test.ts`,
      `${EMULATOR}/x.test.ts`,
    ],
  },
  {
    rule: 'types of an AWS SDK count as well',
    code: `import type { Tag } from '@aws-sdk/client-service-catalog';\nexport type T = Tag;`,
    forbidden: [`${BACKEND}/provisionedProducts/x.ts`],
    allowed: [`${BACKEND}/aws/x.ts`],
  },
  {
    rule: 'routers do not query the database',
    code: importing('knex'),
    forbidden: [`${BACKEND}/router.ts`, `${BACKEND}/orders/ordersRouter.ts`],
    allowed: [`${BACKEND}/orders/OrderStore.ts`],
  },
  {
    rule: 'services know nothing of HTTP',
    code: importing('express'),
    forbidden: [
      `${BACKEND}/orders/OrderService.ts`,
      `${BACKEND}/authorize.ts`,
      `${BACKEND}/aws/x.ts`,
      `${BACKEND}/config.ts`,
    ],
    allowed: [
      `${BACKEND}/plugin.ts`,
      `${BACKEND}/router.ts`,
      `${BACKEND}/openapi/x.ts`,
      `${BACKEND}/orders/ordersRouter.ts`,
    ],
  },
  {
    rule: 'services do not make routers either',
    code: importing('express-promise-router'),
    forbidden: [`${BACKEND}/orders/OrderService.ts`],
    allowed: [`${BACKEND}/router.ts`],
  },
  {
    rule: 'only config.ts reads Config',
    code: importing('@backstage/config'),
    forbidden: [
      `${BACKEND}/orders/x.ts`,
      `${BACKEND}/aws/x.ts`,
      `${BACKEND}/router.ts`,
    ],
    allowed: [
      `${BACKEND}/config.ts`,
      `${BACKEND}/configValues.ts`,
      `${BACKEND}/plugin.ts`,
    ],
  },
  {
    rule: 'only plugin.ts asks for the configuration service',
    code: `import { coreServices } from '@backstage/backend-plugin-api';\nexport const x = coreServices.rootConfig;`,
    forbidden: [`${BACKEND}/orders/x.ts`, `${BACKEND}/router.ts`],
    allowed: [`${BACKEND}/plugin.ts`, `${BACKEND}/config.ts`],
  },
  {
    rule: 'only a command line reads its environment',
    code: 'export const x = process.env.X;',
    forbidden: [
      `${BACKEND}/config.ts`,
      `${BACKEND}/plugin.ts`,
      `${BACKEND}/aws/x.ts`,
      `${COMMON}/x.ts`,
      `${NODE}/x.ts`,
      `${FRONTEND}/x.ts`,
      `${EMULATOR}/x.ts`,
    ],
    allowed: [`${EMULATOR}/cli/index.ts`, `${BACKEND}/x.test.ts`],
  },
  {
    rule: 'also not by another name',
    code: `import { env } from 'node:process';\nexport const x = env.X;`,
    forbidden: [`${BACKEND}/config.ts`, `${EMULATOR}/x.ts`],
    allowed: [`${EMULATOR}/cli/index.ts`],
  },
];

/** Folders of the backend: what each may import, and what not. */
const FOLDERS = {
  aws: { allowed: ['database'], forbidden: ['products', 'orders', 'policy'] },
  database: {
    allowed: ['aws'],
    forbidden: [
      'products',
      'provisionedProducts',
      'ownership',
      'policy',
      'targets',
      'sync',
      'orders',
      'leases',
      'costs',
      'doctor',
    ],
  },
  provisionedProducts: {
    allowed: ['aws', 'database', 'ownership'],
    forbidden: ['orders', 'leases', 'costs', 'doctor'],
  },
  targets: { allowed: ['aws', 'database'], forbidden: ['products', 'orders'] },
  sync: {
    allowed: ['products', 'provisionedProducts', 'targets', 'aws'],
    forbidden: ['orders', 'leases', 'costs', 'doctor'],
  },
  products: { allowed: ['aws', 'database'], forbidden: ['orders', 'leases'] },
  ownership: { allowed: ['database'], forbidden: ['orders'] },
  policy: { allowed: ['products'], forbidden: ['orders', 'leases', 'costs'] },
  governance: { allowed: ['ownership', 'policy'], forbidden: ['orders'] },
  metrics: { allowed: ['database'], forbidden: ['products', 'orders'] },
  health: { allowed: ['orders', 'leases', 'metrics'], forbidden: ['costs'] },
  orders: {
    allowed: ['policy', 'provisionedProducts', 'products', 'ownership', 'aws'],
    forbidden: ['leases', 'costs', 'doctor'],
  },
  leases: { allowed: ['orders', 'policy'], forbidden: ['costs', 'doctor'] },
  costs: {
    allowed: ['provisionedProducts', 'aws'],
    forbidden: ['orders', 'leases', 'products'],
  },
};

describe('folders of the backend', () => {
  for (const [folder, { allowed, forbidden }] of Object.entries(FOLDERS)) {
    it(`${folder} imports what is below it only`, async () => {
      for (const other of forbidden) {
        for (const [file, from] of [
          ['x.ts', `../${other}/y`],
          ['x.ts', `../${other}`],
          ['deeper/x.ts', `../../${other}/y/z`],
          ['xRouter.ts', `../${other}/OtherService`],
        ]) {
          const path = `${BACKEND}/${folder}/${file}`;
          const found = await messagesFor(path, importing(from));
          assert.equal(found.length, 1, `${from} must not pass in ${path}`);
        }
      }
      const fine = [
        ...allowed.map(other => `../${other}/y`),
        ...forbidden.map(other => `./${other}`),
        '../config',
        './y',
      ];
      for (const from of fine) {
        const path = `${BACKEND}/${folder}/x.ts`;
        assert.deepEqual(await messagesFor(path, importing(from)), [], from);
      }
    });
  }

  it('are all known to the rules', async () => {
    const folders = readdirSync(`${ROOT}/${BACKEND}`, { withFileTypes: true })
      .filter(entry => entry.isDirectory())
      .map(({ name }) => name)
      // Tests may import everything; openapi/ stands between the document and the routers.
      .filter(name => !['__testUtils__', 'openapi', 'doctor'].includes(name));
    assert.ok(folders.includes('orders'));
    for (const folder of folders) {
      const path = `${BACKEND}/${folder}/x.ts`;
      const found = await messagesFor(path, importing('../doctor'));
      assert.equal(found.length, 1, `${folder}/ may import everything`);
    }
  });

  it('routers import services, never a store, aws/ or the database', async () => {
    const cases = [
      ['router.ts', './orders/OrderStore', './orders/OrderService'],
      ['router.ts', './aws/records', './products/ProductService'],
      ['router.ts', './database/rows', './authorize'],
      ['orders/ordersRouter.ts', './OrderStore', './OrderService'],
      ['orders/ordersRouter.ts', '../aws/records', '../authorize'],
      ['orders/ordersRouter.ts', '../database/rows', './orderView'],
    ];
    for (const [file, forbidden, allowed] of cases) {
      const path = `${BACKEND}/${file}`;
      const found = await messagesFor(path, importing(forbidden));
      assert.equal(found.length, 1, `${forbidden} must not pass in ${path}`);
      assert.deepEqual(await messagesFor(path, importing(allowed)), []);
      const service = `${BACKEND}/${file.replace(
        /[rR]outer\.ts$/,
        'Service.ts',
      )}`;
      assert.deepEqual(await messagesFor(service, importing(forbidden)), []);
    }
  });
});

describe('packages', () => {
  for (const { rule, code, forbidden, allowed } of CASES) {
    it(rule, async () => {
      for (const file of forbidden) {
        const found = await messagesFor(file, code);
        assert.equal(found.length, 1, `must not pass in ${file}`);
      }
      for (const file of allowed) {
        assert.deepEqual(await messagesFor(file, code), [], file);
      }
    });
  }
});
