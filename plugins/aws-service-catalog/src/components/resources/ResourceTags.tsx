import { EntityInfoCard } from '@backstage/plugin-catalog-react';
import { Alert, Flex } from '@backstage/ui';
import type {
  ProvisionedProductDetail,
  TagDrift,
} from 'backstage-plugin-aws-service-catalog-common';
import { Tags } from '../details/Tags';

function describe({ key, expected, actual }: TagDrift): string {
  if (expected.length === 0) {
    return `${key} is “${actual}”; it should not be there.`;
  }
  const should = expected.map(value => `“${value}”`).join(' or ');
  return actual === undefined
    ? `${key} is missing; it should be ${should}.`
    : `${key} is “${actual}”; it should be ${should}.`;
}

/** Its tags in AWS, and which of them are not what they should be. */
export function ResourceTags({
  resource,
}: {
  resource: ProvisionedProductDetail;
}) {
  const { tags, drift = [] } = resource;
  return (
    <EntityInfoCard title="Tags">
      <Flex direction="column" gap="3">
        {drift.length > 0 && (
          <Alert
            status="warning"
            icon
            title="Some tags are not what they should be"
            description={
              <>
                {drift.map(one => (
                  <div key={`${one.key} ${one.because}`}>{describe(one)}</div>
                ))}
                <div>
                  That changes nothing about who owns it. An update can write
                  them again, where the product allows it.
                </div>
              </>
            }
          />
        )}
        <Tags tags={tags} />
      </Flex>
    </EntityInfoCard>
  );
}
