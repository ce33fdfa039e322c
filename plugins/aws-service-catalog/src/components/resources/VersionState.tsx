import { useRouteRef } from '@backstage/core-plugin-api';
import { Link, Text } from '@backstage/ui';
import type {
  ProvisionedProduct,
  ProvisionedProductDetail,
} from 'backstage-plugin-aws-service-catalog-common';
import { resourceUpdateRouteRef } from '../../routes';

type Versioned = Pick<ProvisionedProduct, 'version' | 'versionState'>;

/** What there is to know about a version besides its name; undefined when it is the newest. */
export function versionNote({ versionState }: Versioned): string | undefined {
  const newest = versionState?.newest?.name;
  switch (versionState?.state) {
    case 'newer-available':
      return newest ? `${newest} is available` : 'A newer one is available';
    case 'deprecated':
      return newest ? `Deprecated: use ${newest}` : 'Deprecated';
    case 'gone':
      return newest
        ? `Not offered any more: use ${newest}`
        : 'Not offered any more';
    default:
      return undefined;
  }
}

/** The version that something runs, and whether there is a better one. */
export function VersionState({
  resource,
}: {
  resource: ProvisionedProductDetail;
}) {
  const { target, id, version, actions } = resource;
  const updateLink = useRouteRef(resourceUpdateRouteRef);
  const note = versionNote(resource);
  return (
    <>
      {version.name}
      {note && (
        <Text as="p" variant="body-small" color="secondary">
          {note}
          {actions.update.allowed && resource.versionState?.newest && (
            <>
              {'. '}
              <Link href={updateLink({ target, id })}>Update it</Link>
            </>
          )}
        </Text>
      )}
    </>
  );
}
