import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { it } from 'node:test';
import { freePort, isBusy } from './ports.mjs';

for (const host of ['127.0.0.1', '0.0.0.0', '::1']) {
  it(`sees a program that listens on ${host}`, async t => {
    const port = await freePort();
    assert.equal(await isBusy(port), false);
    const server = createServer();
    const listening = await new Promise(resolve => {
      server.once('error', () => resolve(false));
      server.listen({ port, host }, () => resolve(true));
    });
    if (!listening) {
      t.skip(`this machine has no ${host}`);
      return;
    }
    t.after(() => server.close());
    assert.equal(await isBusy(port), true);
  });
}
