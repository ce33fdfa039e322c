import assert from 'node:assert/strict';
import { existsSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { takeLock } from '../lock.mjs';
import { UserError } from '../messages.mjs';
import { freePort } from '../ports.mjs';
import { runScript, temporaryFolder } from '../testUtils.mjs';
import { dataPaths, prepareData } from './dataFolder.mjs';
import { configVariables, parseOptions, urlsOf } from './options.mjs';
import { DEMO_USERS, waitUntilReady } from './readiness.mjs';

describe('options', () => {
  it('are the ports and the folder that everybody knows, unless chosen', () => {
    const options = parseOptions([], '/repo');
    assert.deepEqual(options.ports, {
      app: 3000,
      backend: 7007,
      emulator: 4580,
    });
    assert.equal(options.data, '/repo/.demo');
    assert.equal(options.fresh, false);
  });

  it('reach Backstage as variables, all on the loopback interface', () => {
    const variables = configVariables(
      parseOptions(
        ['--app-port', '1', '--backend-port=2', '--emulator-port', '3'],
        '/repo',
      ),
    );
    assert.deepEqual(variables, {
      APP_CONFIG_app_baseUrl: 'http://localhost:1',
      APP_CONFIG_app_listen: '{"host":"127.0.0.1","port":1}',
      APP_CONFIG_backend_baseUrl: 'http://localhost:2',
      APP_CONFIG_backend_listen: '{"host":"127.0.0.1","port":2}',
      APP_CONFIG_backend_cors_origin: 'http://localhost:1',
      EMULATOR_URL: 'http://127.0.0.1:3',
      DEMO_DATABASE_DIRECTORY: '/repo/.demo/database',
    });
  });

  for (const [args, message] of [
    [['--app-port', 'many'], /--app-port must be a port .* got "many"/],
    [['--backend-port', '70000'], /--backend-port must be a port/],
    [['--stack-seconds', '0'], /--stack-seconds must be a number above 0/],
    [['--only', 'app,db'], /--only takes app, backend, emulator, got "db"/],
    [['--frehs'], /'--frehs'[^]*npm start -- --fresh/],
  ]) {
    it(`refuses ${args.join(' ')}`, () => {
      assert.throws(
        () => parseOptions(args, '/repo'),
        error => error instanceof UserError && message.test(error.message),
      );
    });
  }
});

describe('the data folder', () => {
  it('keeps databases and emulator together, or neither', t => {
    const data = temporaryFolder(t);
    const { databases, snapshot } = dataPaths(data);
    prepareData(data, { fresh: false });

    writeFileSync(join(databases, 'catalog.sqlite'), '');
    assert.throws(() => prepareData(data, { fresh: false }), /emulator\.json/);
    writeFileSync(snapshot, '{}');
    prepareData(data, { fresh: false });
    assert.ok(existsSync(join(databases, 'catalog.sqlite')));

    prepareData(data, { fresh: true });
    assert.equal(existsSync(join(databases, 'catalog.sqlite')), false);
    assert.equal(existsSync(snapshot), false);

    writeFileSync(snapshot, '{}');
    assert.throws(() => prepareData(data, { fresh: false }), /--fresh/);
  });
});

describe('npm start', () => {
  it('names the port that is taken and how to choose another', async t => {
    const data = temporaryFolder(t);
    const server = createServer();
    const port = await freePort();
    await new Promise(done => server.listen(port, '127.0.0.1', done));
    t.after(() => server.close());
    const args = ['app', 'backend', 'emulator'].flatMap(part => [
      `--${part}-port`,
      String(port),
    ]);
    const { code, stderr } = await runScript('portal/main.mjs', [
      ...['--data', data],
      ...args,
    ]);
    assert.equal(code, 1);
    assert.match(stderr, new RegExp(`Port ${port}, .*web page, is taken`));
    assert.match(stderr, new RegExp(`npm start -- --app-port ${port + 1}`));
    assert.equal(existsSync(dataPaths(data).lock), false);
  });

  it('looks only at the ports of the parts it starts', async t => {
    const data = temporaryFolder(t);
    const server = createServer();
    const port = await freePort();
    await new Promise(done => server.listen(port, '127.0.0.1', done));
    t.after(() => server.close());
    const { code, stderr } = await runScript('portal/main.mjs', [
      ...['--data', data, '--only', 'backend'],
      ...['--emulator-port', '1', '--backend-port', String(port)],
    ]);
    assert.equal(code, 1);
    assert.match(stderr, new RegExp(`Port ${port}, meant for the backend`));
  });

  it('names the portal that runs already', async t => {
    const data = temporaryFolder(t);
    const url = 'http://localhost:3000';
    const lock = takeLock(dataPaths(data).lock, { url });
    t.after(() => lock.release());
    const { code, stderr } = await runScript('portal/main.mjs', [
      '--data',
      data,
    ]);
    assert.equal(code, 1);
    assert.match(
      stderr,
      new RegExp(`running already: ${url} .*kill ${process.pid}`),
    );
  });

  it('says which option it does not know', async () => {
    const { code, stderr } = await runScript('portal/main.mjs', ['--frehs']);
    assert.equal(code, 1);
    assert.match(stderr, /--frehs/);
  });
});

describe('readiness', () => {
  /** A server that comes up step by step: each condition holds only after it was asked for twice. */
  async function slowPortal(t) {
    const asked = {};
    const order = [];
    const slow = (what, response, body) => {
      asked[what] = (asked[what] ?? 0) + 1;
      if (asked[what] < 2) {
        return false;
      }
      if (!order.includes(what)) {
        order.push(what);
      }
      response.end(JSON.stringify(body));
      return true;
    };
    const server = createServer((request, response) => {
      const user = request.headers['x-demo-user'];
      if (request.url === '/api/auth/demo/refresh') {
        const token = `token of ${user}`;
        if (!slow(user, response, { backstageIdentity: { token } })) {
          response.writeHead(404).end();
        }
      } else if (request.url === '/api/aws-service-catalog/products') {
        assert.equal(
          request.headers.authorization,
          'Bearer token of payments-dev',
        );
        if (!slow('products', response, { items: [{}] })) {
          response.end(JSON.stringify({ items: [] }));
        }
      } else if (request.url === '/api/aws-service-catalog/health') {
        if (!slow('sync', response, { targets: 'ok' })) {
          response.end(JSON.stringify({ targets: 'pending' }));
        }
      } else if (!slow('page', response, {})) {
        request.socket.destroy();
      }
    });
    const port = await freePort();
    await new Promise(done => server.listen(port, '127.0.0.1', done));
    t.after(() => server.close());
    return { order, url: urlsOf({ app: port }).app };
  }

  it('means that everybody can sign in, all has been synced and the page answers', async t => {
    const { order, url } = await slowPortal(t);
    await waitUntilReady({ app: url, backend: url });
    assert.deepEqual(order, [
      ...Object.keys(DEMO_USERS),
      'products',
      'sync',
      'page',
    ]);
  });

  it('can be given up', async () => {
    const ending = new AbortController();
    const url = urlsOf({ app: await freePort() }).app;
    const waiting = waitUntilReady(
      { app: url, backend: url },
      { signal: ending.signal },
    );
    ending.abort();
    await assert.rejects(waiting, { name: 'AbortError' });
  });
});
