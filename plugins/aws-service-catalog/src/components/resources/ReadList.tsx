import { useApi } from '@backstage/core-plugin-api';
import { Flex, Text } from '@backstage/ui';
import type {
  AwsServiceCatalogApi,
  ProvisionedProductDetail,
  StackRead,
  TargetAddress,
} from 'backstage-plugin-aws-service-catalog-common';
import { ReactNode } from 'react';
import useAsyncRetry from 'react-use/esm/useAsyncRetry';
import { awsServiceCatalogApiRef } from '../../api';
import { ErrorPanel, RowsSkeleton } from '../common';
import { ReadNote } from './ReadNote';
import styles from './ResourceHistory.module.css';

/** What a list is of: where it is, and what a change of makes it worth reading again. */
export type ReadAddress = Pick<
  ProvisionedProductDetail,
  'target' | 'id' | 'status' | 'version'
>;

/** A list as CloudFormation told it, and how old that is. */
export function ReadList<T>(props: {
  address: ReadAddress;
  /** Loads it; the same function every time. */
  load(
    api: AwsServiceCatalogApi,
    address: TargetAddress,
  ): Promise<StackRead & { items: T[]; hasMore?: boolean }>;
  /** What is listed, for example "parts". */
  noun: string;
  /** What the list is called, for people who cannot see it. */
  label: string;
  line(item: T): ReactNode;
  /** Said when there is more than the list has. */
  more?: string;
}) {
  const { address, load, noun, label, line, more } = props;
  const { target, id, status, version } = address;
  const api = useApi(awsServiceCatalogApiRef);
  const { value, error, retry } = useAsyncRetry(
    () => load(api, { target, id }),
    [api, load, target, id, status, version.id],
  );
  if (error) {
    return (
      <ErrorPanel
        title={`The ${noun} could not be loaded`}
        error={error}
        onRetry={retry}
      />
    );
  }
  if (!value) {
    return <RowsSkeleton count={3} />;
  }
  return (
    <Flex direction="column" gap="3">
      {value.items.length > 0 ? (
        <ul className={styles.lines} aria-label={label}>
          {value.items.map(line)}
        </ul>
      ) : (
        <Text as="p" color="secondary">
          {`There are no ${noun} to show.`}
        </Text>
      )}
      {value.hasMore && more && (
        <Text as="p" variant="body-small" color="secondary">
          {more}
        </Text>
      )}
      <ReadNote {...value} />
    </Flex>
  );
}
