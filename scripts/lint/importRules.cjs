/**
 * Which folder may import what, as ESLint overrides. They keep the order that docs/architecture.md describes;
 * importRules.test.mjs proves each of them with a planted violation.
 *
 * One rule does the work, `@typescript-eslint/no-restricted-imports`: the presets of the Backstage CLI leave it alone,
 * and it judges the text of an import. `import/no-restricted-paths` would judge the file it resolves to, and passes
 * whatever it cannot resolve without a word. For each file only the last matching override counts, so every override
 * lists all that its files may not import.
 */

const FAMILY = 'backstage-plugin-aws-service-catalog';
const BACKEND = 'plugins/aws-service-catalog-backend/src';
const EMULATOR = 'packages/service-catalog-emulator/src';

/** Code that never runs in production: it may take every shortcut that makes a test more real. */
const TESTS = [
  '**/*.test.*',
  '**/__testUtils__/**',
  '**/__mocks__/**',
  '**/setupTests.*',
  '**/dev/**',
];

/** The package and its entry points, but not a local file of that name: patterns are those of .gitignore. */
const packages = (...names) =>
  names.flatMap(name => [`/${name}`, `/${name}/**`]);

/** A folder of the same package, seen from another folder of it; a subfolder of the same name is not meant. */
const folders = (...names) => names.map(name => `**/../${name}`);

const AWS_SDK = {
  group: packages('@aws-sdk', '@smithy', 'aws-sdk'),
  message: `Only ${BACKEND}/aws/ talks to AWS.`,
};
const HTTP = {
  group: packages(
    'express',
    'express-promise-router',
    '@backstage/backend-openapi-utils',
  ),
  message: 'Only routers, openapi/ and plugin.ts know about HTTP.',
};
const BELOW_SERVICES = {
  group: [
    ...packages('knex'),
    ...folders('aws', 'database'),
    // The router of `src` itself sees them so.
    ...['./aws', './database'],
    '**/*Store',
  ],
  message: 'Routers call services, never a store, aws/ or the database.',
};
const CONFIG = {
  group: packages('@backstage/config'),
  message: 'Only config.ts, with its parsers, reads the configuration.',
};
const PROCESS = {
  group: packages('process', 'node:process'),
  message: 'Only a command line reads its environment.',
};
const THE_EMULATOR = {
  group: packages('service-catalog-emulator'),
  message: 'Plugins know AWS only, not who plays it.',
};

const MEMBERS = {
  frontend: FAMILY,
  backend: `${FAMILY}-backend`,
  common: `${FAMILY}-common`,
  node: `${FAMILY}-node`,
  scaffolder: 'backstage-plugin-scaffolder-backend-module-aws-service-catalog',
  catalog: 'backstage-plugin-catalog-backend-module-aws-service-catalog',
};

/** The packages of the family, except those that may be imported. */
function familyExcept(...allowed) {
  const forbidden = Object.keys(MEMBERS).filter(
    member => !allowed.includes(member),
  );
  return {
    group: packages(...forbidden.map(member => MEMBERS[member])),
    message:
      'common imports no plugin; the frontend and node import common; the backend and the modules import node and common.',
  };
}

const ENVIRONMENT = {
  object: 'process',
  property: 'env',
  message: PROCESS.message,
};
const CONFIG_SERVICE = {
  object: 'coreServices',
  property: 'rootConfig',
  message: CONFIG.message,
};

/** Restricts what files other than tests import, and which members of objects they read. */
function restrict(files, patterns, properties = []) {
  return {
    files,
    excludedFiles: TESTS,
    rules: {
      '@typescript-eslint/no-restricted-imports': ['error', { patterns }],
      // Without options "error" would keep those of the override before.
      'no-restricted-properties':
        properties.length > 0 ? ['error', ...properties] : 'off',
    },
  };
}

const pluginRules = [
  ['plugins/aws-service-catalog-common/**', ['common']],
  ['plugins/aws-service-catalog-node/**', ['common', 'node']],
  ['plugins/aws-service-catalog/**', ['common', 'frontend']],
  ['plugins/*-backend-module-*/**', ['common', 'node']],
].map(([files, allowed]) =>
  restrict(
    [files],
    [familyExcept(...allowed), AWS_SDK, PROCESS, THE_EMULATOR],
    [ENVIRONMENT],
  ),
);

const FOUNDATION = ['aws', 'database'];
const CONCERNS = [
  ...FOUNDATION,
  ...['targets', 'products', 'provisionedProducts', 'ownership', 'policy'],
  'governance',
];

/** What each folder of the backend may import beside itself and the files of `src` itself. */
const MAY_IMPORT = {
  aws: FOUNDATION,
  database: FOUNDATION,
  targets: FOUNDATION,
  products: CONCERNS,
  provisionedProducts: CONCERNS,
  ownership: CONCERNS,
  policy: CONCERNS,
  governance: CONCERNS,
  metrics: FOUNDATION,
  sync: CONCERNS,
  orders: [...CONCERNS, 'metrics'],
  leases: [...CONCERNS, 'orders'],
  costs: [...FOUNDATION, 'targets', 'provisionedProducts'],
  doctor: [...CONCERNS, 'sync', 'orders', 'leases', 'costs'],
  health: [...CONCERNS, 'orders', 'leases', 'metrics'],
};

function foldersForbiddenIn(folder) {
  const allowed = MAY_IMPORT[folder];
  const forbidden = Object.keys(MAY_IMPORT).filter(
    other => other !== folder && !allowed.includes(other),
  );
  return forbidden.length === 0
    ? []
    : [
        {
          group: folders(...forbidden),
          message: `Of the other folders, ${folder}/ imports ${allowed.join(
            ', ',
          )} only.`,
        },
      ];
}

const EVERYWHERE = [
  familyExcept('common', 'node', 'backend'),
  PROCESS,
  THE_EMULATOR,
];
const READS_NO_CONFIG = [ENVIRONMENT, CONFIG_SERVICE];

/** A folder of the backend, or `src` itself: its services, then its routers. */
function backendFolder(path, patterns, ownPackages = [AWS_SDK]) {
  return [
    restrict(
      [`${path}/**`],
      [...EVERYWHERE, ...patterns, ...ownPackages, HTTP, CONFIG],
      READS_NO_CONFIG,
    ),
    restrict(
      [`${path}/**/*router.ts`, `${path}/**/*Router.ts`],
      [...EVERYWHERE, ...patterns, AWS_SDK, CONFIG, BELOW_SERVICES],
      READS_NO_CONFIG,
    ),
  ];
}

const backendRules = [
  ...backendFolder(BACKEND, []),
  ...Object.keys(MAY_IMPORT).flatMap(folder =>
    backendFolder(
      `${BACKEND}/${folder}`,
      foldersForbiddenIn(folder),
      folder === 'aws' ? [] : [AWS_SDK],
    ),
  ),
  restrict(
    [`${BACKEND}/config.ts`, `${BACKEND}/configValues.ts`],
    [...EVERYWHERE, AWS_SDK, HTTP],
    [ENVIRONMENT],
  ),
  restrict([`${BACKEND}/plugin.ts`], [...EVERYWHERE, AWS_SDK], [ENVIRONMENT]),
  // What stands between the document and the routers is HTTP as well.
  restrict(
    [`${BACKEND}/openapi/**`],
    [...EVERYWHERE, AWS_SDK, CONFIG, BELOW_SERVICES],
    READS_NO_CONFIG,
  ),
];

const emulatorRules = [
  restrict(
    [`${EMULATOR}/**`],
    [familyExcept(), AWS_SDK, PROCESS],
    [ENVIRONMENT],
  ),
  restrict([`${EMULATOR}/cli/**`], [familyExcept(), AWS_SDK]),
];

module.exports = {
  overrides: [
    ...pluginRules,
    ...backendRules,
    ...emulatorRules,
    // The demo portal installs plugins, it does not replace them.
    restrict(['packages/app/**', 'packages/backend/**'], [AWS_SDK]),
  ],
};
