import { EntityContentBlueprint } from '@backstage/plugin-catalog-react/alpha';
import { entityFilter } from './entityFilter';

/** The tab "AWS" on an entity page. */
export const awsEntityContent = EntityContentBlueprint.make({
  params: {
    path: 'aws',
    title: 'AWS',
    group: 'operation',
    filter: entityFilter,
    loader: () =>
      import('./components/entity/EntityAwsContent').then(m => (
        <m.EntityAwsContent />
      )),
  },
});
