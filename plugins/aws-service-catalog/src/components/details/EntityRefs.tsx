import { EntityRefLink } from '@backstage/plugin-catalog-react';
import { Fragment } from 'react';

/** Links to several entities, one after the other. */
export function EntityRefs({ refs }: { refs: string[] }) {
  return (
    <>
      {refs.map((ref, index) => (
        <Fragment key={ref}>
          {index > 0 && ', '}
          <EntityRefLink entityRef={ref} />
        </Fragment>
      ))}
    </>
  );
}
