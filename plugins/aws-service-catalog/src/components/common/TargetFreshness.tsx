import { Alert, Flex, Text } from '@backstage/ui';
import type { TargetStatus } from 'backstage-plugin-aws-service-catalog-common';
import { RelativeTime } from './RelativeTime';

/**
 * How old the list on the screen is, per target: the lists show the portal's copy and not AWS itself. A target whose last sync
 * failed, or that was never synced, is said as a warning.
 */
export const TargetFreshness = (props: { targets: TargetStatus[] }) => {
  const troubled = props.targets.filter(
    target => target.syncError || !target.syncedAt,
  );
  const oldest = props.targets
    .flatMap(target => target.syncedAt ?? [])
    .sort()
    .at(0);
  return (
    <Flex direction="column" gap="2">
      {troubled.map(target => (
        <Alert
          key={target.name}
          status="warning"
          icon
          title={
            target.syncError
              ? `The target ${target.name} could not be read`
              : `The target ${target.name} has not been read yet`
          }
          description={
            <>
              {target.syncError ?? 'Its products appear after the first sync.'}
              {target.syncedAt && (
                <>
                  {' '}
                  What you see is from <RelativeTime at={target.syncedAt} />.
                </>
              )}
            </>
          }
        />
      ))}
      {oldest && (
        <Text variant="body-x-small" color="secondary">
          Synced with AWS <RelativeTime at={oldest} />
        </Text>
      )}
    </Flex>
  );
};
