import { useRouteRef } from '@backstage/core-plugin-api';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import { Link } from '@backstage/ui';
import type { ProvisionedProductDetail } from 'backstage-plugin-aws-service-catalog-common';
import { productRouteRef } from '../../routes';
import { RelativeTime } from '../common';
import { CopyableText } from '../details/CopyableText';
import { DefinitionList } from '../details/DefinitionList';

const ownerReasons: Record<
  NonNullable<ProvisionedProductDetail['ownerSource']>,
  string
> = {
  order: 'ordered here',
  adopted: 'adopted',
  tag: 'by its tag',
};

/** What a provisioned product is, whose it is and where it runs. */
export function ResourceFacts({
  resource,
}: {
  resource: ProvisionedProductDetail;
}) {
  const productLink = useRouteRef(productRouteRef);
  const { target, product, owner, ownerSource } = resource;
  return (
    <DefinitionList
      entries={[
        {
          label: 'Product',
          value: (
            <Link href={productLink({ target, id: product.id })}>
              {product.name}
            </Link>
          ),
        },
        { label: 'Version', value: resource.version.name },
        {
          label: 'Entity',
          value: resource.entityRef && (
            <EntityRefLink entityRef={resource.entityRef} />
          ),
        },
        {
          label: 'Owner',
          value: owner ? (
            <>
              <EntityRefLink entityRef={owner} />
              {ownerSource && ` (${ownerReasons[ownerSource]})`}
            </>
          ) : (
            'nobody yet'
          ),
        },
        {
          label: 'Target',
          value: `${target}: account ${resource.accountId}, ${resource.region}`,
        },
        { label: 'Created', value: <RelativeTime at={resource.createdAt} /> },
        {
          label: 'Synced with AWS',
          value: <RelativeTime at={resource.syncedAt} />,
        },
        {
          label: 'Id',
          value: <CopyableText name="id" value={resource.id} />,
        },
        {
          label: 'ARN',
          value: <CopyableText name="ARN" value={resource.arn} />,
        },
      ]}
    />
  );
}
