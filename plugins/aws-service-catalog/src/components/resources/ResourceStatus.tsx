import { useRouteRef } from '@backstage/core-plugin-api';
import { Alert, ButtonLink, Flex, Text } from '@backstage/ui';
import type {
  ProvisionedProductDetail,
  ResourceProblem,
} from 'backstage-plugin-aws-service-catalog-common';
import { orderRouteRef } from '../../routes';
import { StateBadge } from '../common';
import { stackStatusLabel } from './stackStatus';
import { statusSentence } from './statusSentence';

function Problem({
  problem: { message, resource },
}: {
  problem: ResourceProblem;
}) {
  return (
    <>
      {resource && (
        <div>
          {`What failed first: ${resource.logicalId} (${
            resource.type
          }), ${stackStatusLabel(resource.status)}`}
        </div>
      )}
      <div>{`AWS says: ${message}`}</div>
    </>
  );
}

/** Whether a provisioned product is well, in a sentence that is announced when it changes. */
export function ResourceStatus({
  resource,
}: {
  resource: ProvisionedProductDetail;
}) {
  const orderLink = useRouteRef(orderRouteRef);
  const { tone, title, advice } = statusSentence(resource);
  const { openOrderId, statusMessage, problem } = resource;
  return (
    <Flex direction="column" gap="3">
      <Flex align="center" gap="3" style={{ flexWrap: 'wrap' }}>
        <StateBadge status={resource.status} size="medium" />
        <Text as="p" variant="body-large" role="status" aria-live="polite">
          {title}
        </Text>
        {openOrderId && (
          <ButtonLink variant="secondary" href={orderLink({ id: openOrderId })}>
            Follow the order
          </ButtonLink>
        )}
      </Flex>
      {advice && (
        <Alert
          status={tone}
          icon
          title={problem?.advice ?? advice}
          description={
            problem ? (
              <Problem problem={problem} />
            ) : (
              statusMessage && `AWS says: ${statusMessage}`
            )
          }
        />
      )}
    </Flex>
  );
}
