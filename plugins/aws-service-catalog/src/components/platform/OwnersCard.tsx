import { useApi } from '@backstage/core-plugin-api';
import { EntityInfoCard } from '@backstage/plugin-catalog-react';
import { Alert, Button, Flex, Text } from '@backstage/ui';
import type { HandOverResponse } from 'backstage-plugin-aws-service-catalog-common';
import { useState } from 'react';
import useAsyncRetry from 'react-use/esm/useAsyncRetry';
import { awsServiceCatalogApiRef } from '../../api';
import { ShortList } from '../common';
import { OwnerDialog } from './OwnerDialog';

const MOST_SHOWN = 20;

function count(number: number): string {
  return number === 1 ? '1 resource' : `${number} resources`;
}

function WhatCameOfIt({ moved, left, skipped }: HandOverResponse) {
  return (
    <Alert
      role="status"
      status={left > 0 ? 'warning' : 'success'}
      icon
      title={`${count(moved)} handed over${
        left > 0 ? `, ${count(left)} left` : ''
      }`}
      description={
        skipped.length > 0 &&
        skipped.map(({ target, id, name, reason }) => (
          <div key={`${target}/${id}`}>{`${name} (${target}): ${reason}`}</div>
        ))
      }
    />
  );
}

/** The owners that the catalog does not have any more, and a way to hand over what they own. */
export function OwnersCard() {
  const api = useApi(awsServiceCatalogApiRef);
  const [from, setFrom] = useState<string>();
  const [outcome, setOutcome] = useState<HandOverResponse>();
  const read = useAsyncRetry(
    () => api.listOwners({ orphaned: true, limit: MOST_SHOWN }),
    [api],
  );
  return (
    <EntityInfoCard title="Owners that are gone">
      <Flex direction="column" gap="4">
        {outcome && <WhatCameOfIt {...outcome} />}
        <ShortList
          {...read}
          label="Owners that are gone"
          failed="The owners could not be loaded"
          none="The catalog has every owner."
          keyOf={({ owner }) => owner}
          moreNote=", which come up as these are handed over"
        >
          {({ owner, provisionedProducts }) => (
            <Flex align="center" gap="3" style={{ flexWrap: 'wrap' }}>
              <Text>{owner}</Text>
              <Text variant="body-small" color="secondary">
                {count(provisionedProducts)}
              </Text>
              <Button
                size="small"
                variant="secondary"
                aria-label={`Hand over what ${owner} owns`}
                onPress={() => setFrom(owner)}
              >
                Hand over
              </Button>
            </Flex>
          )}
        </ShortList>
      </Flex>
      {from && (
        <OwnerDialog
          title={`Who gets what ${from} owned?`}
          explanation="The new owner sees and changes it in the portal from now on. Nothing changes in AWS, and no tag is written."
          button="Hand over"
          change={to => api.handOverOwner({ from, to })}
          onClose={() => setFrom(undefined)}
          onDone={result => {
            setFrom(undefined);
            setOutcome(result);
            read.retry();
          }}
        />
      )}
    </EntityInfoCard>
  );
}
