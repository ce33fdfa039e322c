import { useApi } from '@backstage/core-plugin-api';
import { Button, Flex, Text } from '@backstage/ui';
import { RiRefreshLine } from '@remixicon/react';
import type {
  RefreshedProvisionedProduct,
  TargetAddress,
} from 'backstage-plugin-aws-service-catalog-common';
import { useState } from 'react';
import { awsServiceCatalogApiRef } from '../../api';
import { ErrorPanel } from '../common';
import { useSubmit } from '../details/useSubmit';

const outcomes: Record<RefreshedProvisionedProduct['state'], string> = {
  read: 'It is as AWS says now.',
  recent: 'It was read moments ago.',
  'not-shown': 'AWS does not show it any more.',
  failed: 'AWS did not answer: it is shown as it was.',
};

/** Has one provisioned product read from AWS again. */
export function RefreshButton(props: {
  address: TargetAddress;
  onDone(): void;
}) {
  const { address, onDone } = props;
  const api = useApi(awsServiceCatalogApiRef);
  const [outcome, setOutcome] = useState<string>();
  const { isPending, error, submit } = useSubmit<RefreshedProvisionedProduct>(
    ({ state }) => {
      setOutcome(outcomes[state]);
      onDone();
    },
  );
  return (
    <Flex direction="column" align="start" gap="1">
      <Button
        size="small"
        variant="secondary"
        iconStart={<RiRefreshLine />}
        isPending={isPending}
        onPress={() => submit(() => api.refreshProvisionedProduct(address))}
      >
        Read it again
      </Button>
      <Text variant="body-x-small" color="secondary" role="status">
        {outcome}
      </Text>
      {error !== undefined && (
        <ErrorPanel title="It was not read again" error={error} />
      )}
    </Flex>
  );
}
