import { Alert } from '@backstage/ui';
import type { EntityOrdering } from 'backstage-plugin-aws-service-catalog-common';
import { RefsInText } from './RefsInText';

const titles: Record<Exclude<EntityOrdering['state'], 'ok'>, string> = {
  'no-owner': 'Nobody can order for this entity: it has no owner',
  'not-yours': 'Only the owner of this entity may order for it',
  'unknown-annotation-value':
    'An annotation of this entity names something that does not exist',
  'not-served': 'No AWS account serves the owner of this entity yet',
};

/** Says why nothing may be ordered for an entity, with the way out. Shows nothing when something may. */
export const EntityOrderingNotice = (props: { ordering: EntityOrdering }) => {
  const { state, message = '', entityRef, owner } = props.ordering;
  return state === 'ok' ? null : (
    <Alert
      role="status"
      status={state === 'unknown-annotation-value' ? 'warning' : 'info'}
      icon
      title={titles[state]}
      description={<RefsInText text={message} refs={[entityRef, owner]} />}
    />
  );
};
