import { Text } from '@backstage/ui';
import type { Lease } from 'backstage-plugin-aws-service-catalog-common';
import { formatDay, formatExactInstant } from '../common/instant';

const notes: Partial<Record<Lease['state'], string>> = {
  warned: 'soon',
  grace: 'over',
  expired: 'over',
  held: 'held',
};

/** When a lease ends, in a list. */
export function LeaseEnd({ lease }: { lease: Lease }) {
  const note = notes[lease.state];
  return (
    <>
      <time dateTime={lease.endsAt} title={formatExactInstant(lease.endsAt)}>
        {formatDay(lease.endsAt)}
      </time>
      {note && (
        <Text as="p" variant="body-small" color="secondary">
          {note}
        </Text>
      )}
    </>
  );
}
