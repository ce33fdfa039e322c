/**
 * Runs an empty PostgreSQL until it is told to stop, for trying what SQLite cannot do, such as two backends.
 */
import { report, say } from './messages.mjs';
import { startPostgres } from './postgres.mjs';
import { watchParent } from './processes.mjs';

try {
  const server = await startPostgres();
  say(`\nexport POSTGRES_CONNECTION_STRING=${server.connectionString}\n`);
  say('Its data is thrown away when it stops. Stop: Ctrl-C');
  await new Promise(resolve => {
    ['SIGINT', 'SIGTERM', 'SIGHUP'].forEach(signal =>
      process.on(signal, resolve),
    );
    watchParent(resolve);
  });
  await server.stop();
} catch (error) {
  process.exitCode = report(error);
}
