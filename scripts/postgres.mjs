// Read by any Node.js that knows modules, so that an old one gets an answer instead of a syntax error.
import { checkNodeVersion } from './checkNodeVersion.mjs';

checkNodeVersion();
import('./lib/bootstrap.mjs').then(({ bootstrap }) =>
  bootstrap(
    new URL('./lib/postgresMain.mjs', import.meta.url),
    process.argv.slice(2),
  ),
);
