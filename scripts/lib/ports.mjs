/**
 * Ports of the loopback interface, the only one that anything here listens on.
 */
import { createServer } from 'node:net';

const HOST = '127.0.0.1';

function listenOnce(port) {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ port, host: HOST, exclusive: true }, () => {
      const { port: listening } = server.address();
      server.close(() => resolve(listening));
    });
  });
}

/**
 * @returns {Promise<number>} a port that nobody listened on a moment ago
 */
export async function freePort() {
  return await listenOnce(0);
}

/**
 * @param {number} port
 * @returns {Promise<boolean>} whether something listens on the port already
 */
export async function isBusy(port) {
  try {
    await listenOnce(port);
    return false;
  } catch (error) {
    if (error.code === 'EADDRINUSE') {
      return true;
    }
    throw error;
  }
}
