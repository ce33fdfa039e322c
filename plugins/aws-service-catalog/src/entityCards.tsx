import { EntityCardBlueprint } from '@backstage/plugin-catalog-react/alpha';
import { entityFilter } from './entityFilter';

/** The card on an entity's overview. */
export const awsEntityCard = EntityCardBlueprint.make({
  params: {
    type: 'info',
    filter: entityFilter,
    loader: () =>
      import('./components/entity/EntityAwsCard').then(m => (
        <m.EntityAwsCard />
      )),
  },
});
