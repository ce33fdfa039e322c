import { Text } from '@backstage/ui';
import type { Lease } from 'backstage-plugin-aws-service-catalog-common';
import { Deadline } from '../common';

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
      <Deadline at={lease.endsAt} />
      {note && (
        <Text as="p" variant="body-small" color="secondary">
          {note}
        </Text>
      )}
    </>
  );
}
