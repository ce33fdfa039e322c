import { useApi } from '@backstage/core-plugin-api';
import { Flex, Text } from '@backstage/ui';
import type {
  ProvisionedProductDetail,
  StackInstance,
} from 'backstage-plugin-aws-service-catalog-common';
import useAsyncRetry from 'react-use/esm/useAsyncRetry';
import { awsServiceCatalogApiRef } from '../../api';
import { ErrorPanel, RowsSkeleton } from '../common';
import { ReadNote } from './ReadNote';
import styles from './ResourceHistory.module.css';
import { stackStatusLabel } from './stackStatus';

/** What the statuses of AWS mean that do not speak for themselves. */
const explanations: Readonly<Record<string, string>> = {
  OUTDATED:
    'The last change has not reached it, or has failed there. Another update tries again.',
  INOPERABLE:
    'AWS could not delete it, and no update reaches it any more. It has to be deleted by hand.',
};

function InstanceLine({ instance }: { instance: StackInstance }) {
  const { accountId, region, status } = instance;
  const explanation = explanations[status];
  return (
    <li className={styles.line}>
      <Flex align="center" gap="3" style={{ flexWrap: 'wrap' }}>
        <Text weight="bold">{`${accountId} in ${region}`}</Text>
        <Text variant="body-small">{stackStatusLabel(status)}</Text>
      </Flex>
      {explanation && (
        <Text as="p" variant="body-small">
          {explanation}
        </Text>
      )}
    </li>
  );
}

/** The stacks of a stack set: in which account and Region each is, and whether it is up to date. */
export function StackInstances({
  target,
  id,
  status,
  version,
}: Pick<ProvisionedProductDetail, 'target' | 'id' | 'status' | 'version'>) {
  const api = useApi(awsServiceCatalogApiRef);
  const { value, error, retry } = useAsyncRetry(
    () => api.listStackInstances({ target, id }),
    [api, target, id, status, version.id],
  );
  if (error) {
    return (
      <ErrorPanel
        title="The stacks could not be loaded"
        error={error}
        onRetry={retry}
      />
    );
  }
  return value ? (
    <Flex direction="column" gap="3">
      {value.items.length > 0 ? (
        <ul className={styles.lines} aria-label="Stacks">
          {value.items.map(instance => (
            <InstanceLine
              key={`${instance.accountId} ${instance.region}`}
              instance={instance}
            />
          ))}
        </ul>
      ) : (
        <Text as="p" color="secondary">
          There are no stacks to show.
        </Text>
      )}
      <ReadNote {...value} />
    </Flex>
  ) : (
    <RowsSkeleton count={3} />
  );
}
