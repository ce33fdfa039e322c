import { useRouteRef } from '@backstage/core-plugin-api';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import { Link } from '@backstage/ui';
import type { ProvisionedProductDetail } from 'backstage-plugin-aws-service-catalog-common';
import { productRouteRef } from '../../routes';
import { RelativeTime } from '../common';
import { CopyableText } from '../details/CopyableText';
import { formatAmount } from '../costs/amounts';
import { DefinitionList } from '../details/DefinitionList';
import { VersionState } from './VersionState';

const ownerReasons: Record<
  NonNullable<ProvisionedProductDetail['ownerSource']>,
  string
> = {
  order: 'ordered here',
  adopted: 'adopted',
  tag: 'by its tag',
};

function costText(cost: NonNullable<ProvisionedProductDetail['cost']>): string {
  const { currency, monthToDate, lastMonth } = cost;
  return `${formatAmount(
    monthToDate,
    currency,
  )} this month so far, ${formatAmount(lastMonth, currency)} last month`;
}

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
        { label: 'Version', value: <VersionState resource={resource} /> },
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
        { label: 'Cost', value: resource.cost && costText(resource.cost) },
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
        {
          label: 'AWS console',
          value: (
            <Link href={resource.consoleUrl} target="_blank">
              Open it there
            </Link>
          ),
        },
      ]}
    />
  );
}
