import { readFileSync } from 'node:fs';
import { resolvePackagePath } from '@backstage/backend-plugin-api';

const packages = [
  'backstage-plugin-aws-service-catalog-backend',
  'backstage-plugin-aws-service-catalog-common',
  'backstage-plugin-aws-service-catalog-node',
];

/** The versions of the plugin's packages that run in the backend, by name. They are released together. */
export function readPackageVersions(): ReadonlyMap<string, string> {
  return new Map(
    packages.map(name => {
      const path = resolvePackagePath(name, 'package.json');
      const { version } = JSON.parse(readFileSync(path, 'utf8'));
      return [name, String(version)];
    }),
  );
}
