import { Flex, Text } from '@backstage/ui';
import type {
  AwsServiceCatalogApi,
  StackInstance,
  TargetAddress,
} from 'backstage-plugin-aws-service-catalog-common';
import { ReadAddress, ReadList } from './ReadList';
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

const instanceLine = (instance: StackInstance) => (
  <InstanceLine
    key={`${instance.accountId} ${instance.region}`}
    instance={instance}
  />
);

const readInstances = (api: AwsServiceCatalogApi, address: TargetAddress) =>
  api.listStackInstances(address);

/** The stacks of a stack set: in which account and Region each is, and whether it is up to date. */
export const StackInstances = ({ address }: { address: ReadAddress }) => (
  <ReadList
    address={address}
    load={readInstances}
    noun="stacks"
    label="Stacks"
    line={instanceLine}
    more="These are the first 200. All of them are in the AWS console."
  />
);
