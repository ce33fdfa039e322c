import { Server } from 'node:http';
import { AddressInfo } from 'node:net';
import { codeOf } from '../errors';

/**
 * Has a server listen.
 *
 * @throws Error when the port is taken
 */
export function listen(
  server: Server,
  port: number,
  host: string,
): Promise<Server> {
  return new Promise((resolve, reject) => {
    server.once('error', error =>
      reject(
        codeOf(error) === 'EADDRINUSE'
          ? new Error(
              `Port ${port} on ${host} is in use; choose another one, or 0 for any free one`,
            )
          : error,
      ),
    );
    server.listen(port, host, () => resolve(server));
  });
}

/** Where a listening server is to be reached. */
export function urlOf(server: Server, host: string): string {
  const { port } = server.address() as AddressInfo;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/** Closing twice is closing once. */
export function closeServer(server: Server): Promise<void> {
  return new Promise(resolve => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
