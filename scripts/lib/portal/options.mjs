/**
 * What can be chosen when the portal is started, and what follows from it for its parts.
 */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { UserError } from '../messages.mjs';
import { dataPaths } from './dataFolder.mjs';

/** Everything listens here. */
export const HOST = '127.0.0.1';

/** The ports of the portal's parts: the option that changes each, and its default. */
export const PORTS = {
  app: { option: 'app-port', value: 3000, title: 'the web page' },
  backend: { option: 'backend-port', value: 7007, title: 'the backend' },
  emulator: {
    option: 'emulator-port',
    value: 4580,
    title: 'the emulator of AWS Service Catalog',
  },
};

export const USAGE = `Starts the demo portal with the emulator of AWS Service Catalog.

  npm start                      start, or go on with the data of the last time
  npm start -- --fresh           throw the data away and begin anew

  --only <parts>                 of emulator, backend, app: start these only, separated by commas
  --app-port <port>              port of the web page (${PORTS.app.value})
  --backend-port <port>          port of the backend (${PORTS.backend.value})
  --emulator-port <port>         port of the emulator (${PORTS.emulator.value})
  --data <folder>                where databases and the emulator's state are kept (.demo)
  --config <file>                configuration file, may be given several times (app-config.yaml, app-config.local.yaml)
  --stack-seconds <number>       how long the emulator takes to change a stack (20)
`;

/**
 * @param {string[]} args the command line
 * @param {string} root the root of the repository
 * @returns {{ help: boolean, fresh: boolean, data: string, config: string[], stackSeconds?: string, parts: string[],
 *   ports: { app: number, backend: number, emulator: number } }} with absolute paths
 * @throws {UserError} naming the option that is wrong
 */
export function parseOptions(args, root) {
  let values;
  try {
    ({ values } = parseArgs({
      args,
      options: {
        help: { type: 'boolean', default: false, short: 'h' },
        fresh: { type: 'boolean', default: false },
        data: { type: 'string', default: '.demo' },
        config: { type: 'string', multiple: true, default: [] },
        only: { type: 'string', default: Object.keys(PORTS).join(',') },
        'stack-seconds': { type: 'string' },
        ...Object.fromEntries(
          Object.values(PORTS).map(({ option }) => [
            option,
            { type: 'string' },
          ]),
        ),
      },
    }));
  } catch (error) {
    throw new UserError(`${error.message}\n\n${USAGE}`);
  }
  const { help, fresh, 'stack-seconds': stackSeconds } = values;
  if (stackSeconds !== undefined && !(Number(stackSeconds) > 0)) {
    throw new UserError(
      `--stack-seconds must be a number above 0, got "${stackSeconds}".`,
    );
  }
  const parts = values.only.split(',');
  const unknown = parts.find(part => !Object.keys(PORTS).includes(part));
  if (unknown !== undefined) {
    throw new UserError(
      `--only takes ${Object.keys(PORTS).join(', ')}, got "${unknown}".`,
    );
  }
  const ports = Object.fromEntries(
    Object.entries(PORTS).map(([part, { option, value }]) => [
      part,
      values[option] === undefined ? value : parsePort(option, values[option]),
    ]),
  );
  return {
    ...{ help, fresh, stackSeconds, parts, ports },
    data: resolve(root, values.data),
    config: values.config.map(file => resolve(root, file)),
  };
}

function parsePort(option, text) {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new UserError(
      `--${option} must be a port between 1 and 65535, got "${text}".`,
    );
  }
  return port;
}

/**
 * @param {{ app: number, backend: number, emulator: number }} ports
 * @returns {{ app: string, backend: string, emulator: string }} as a browser and the backend address them
 */
export function urlsOf({ app, backend, emulator }) {
  return {
    app: `http://localhost:${app}`,
    backend: `http://localhost:${backend}`,
    emulator: `http://${HOST}:${emulator}`,
  };
}

/**
 * The variables that make Backstage use the chosen ports and data folder. Those that begin with APP_CONFIG_ win over
 * the configuration files, the others are named in app-config.yaml.
 *
 * @param {ReturnType<typeof parseOptions>} options
 * @returns {Record<string, string>}
 */
export function configVariables({ ports, data }) {
  const urls = urlsOf(ports);
  return {
    APP_CONFIG_app_baseUrl: urls.app,
    APP_CONFIG_app_listen: JSON.stringify({ host: HOST, port: ports.app }),
    APP_CONFIG_backend_baseUrl: urls.backend,
    APP_CONFIG_backend_listen: JSON.stringify({
      host: HOST,
      port: ports.backend,
    }),
    APP_CONFIG_backend_cors_origin: urls.app,
    EMULATOR_URL: urls.emulator,
    DEMO_DATABASE_DIRECTORY: dataPaths(data).databases,
  };
}
