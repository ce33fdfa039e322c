/**
 * Ports of the loopback interface, the only one that anything here listens on.
 */
import { connect, createServer } from 'node:net';

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

function answers(port, host) {
  return new Promise(resolve => {
    const socket = connect({ port, host });
    const end = answer => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => end(true));
    socket.once('error', () => end(false));
  });
}

/**
 * @param {number} port
 * @returns {Promise<boolean>} whether a program listens on the port already, also if only where browsers may look for
 *   `localhost` first
 */
export async function isBusy(port) {
  if ((await answers(port, HOST)) || (await answers(port, '::1'))) {
    return true;
  }
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
