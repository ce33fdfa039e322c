import { join } from 'node:path';
import { PACKAGE } from '../paths';
import { ProductDefinition } from './ProductDefinition';

/** A product that never launches. Its template is a file. */
export const launchFailure: ProductDefinition = {
  key: 'launch-failure-example',
  name: 'Launch Failure Example',
  description: 'Always fails to launch, to see how a failure looks',
  supportDescription: 'Nobody helps with this one, it is meant to fail',
  currentVersion: {
    name: '1.0',
    description: 'Waits for a signal that nobody sends',
  },
  template: {
    kind: 'file',
    path: join(PACKAGE, 'templates/launch-failure-example.yaml'),
  },
  permissions: () => [],
  acknowledged: [],
};
