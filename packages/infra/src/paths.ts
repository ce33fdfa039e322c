import { dirname, join } from 'node:path';

/** The folder of this package, which is run from its sources only. */
export const PACKAGE = dirname(require.resolve('../package.json'));

/** Where the template of every version that was ever released is kept. It is committed. */
export const SNAPSHOTS = join(PACKAGE, 'product-stack-snapshots');

/** What is published under the `templateBaseUrl` of the committed configuration. */
export const PUBLISHED_TEMPLATES = join(PACKAGE, 'templates/published');

/** The configuration, unless another file is named. */
export const ORGANIZATION_FILE = join(PACKAGE, 'organization.yaml');
