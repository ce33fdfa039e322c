import { EntityRefLink } from '@backstage/plugin-catalog-react';
import { PORTAL_REQUESTER } from 'backstage-plugin-aws-service-catalog-common';

/** Who asked for an order: somebody of the catalog, or the portal itself. */
export function Requester({ entityRef }: { entityRef: string }) {
  return entityRef === PORTAL_REQUESTER ? (
    <>the portal</>
  ) : (
    <EntityRefLink entityRef={entityRef} hideIcon />
  );
}
