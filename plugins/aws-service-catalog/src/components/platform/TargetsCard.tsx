import { useApi } from '@backstage/core-plugin-api';
import { EntityInfoCard } from '@backstage/plugin-catalog-react';
import { Button, Cell, ColumnConfig, Text } from '@backstage/ui';
import { RiRefreshLine } from '@remixicon/react';
import type { TargetStatus } from 'backstage-plugin-aws-service-catalog-common';
import { useMemo } from 'react';
import { awsServiceCatalogApiRef } from '../../api';
import { Deadline, ErrorPanel, ProblemText, RelativeTime } from '../common';
import { useSubmit } from '../details/useSubmit';
import { ListTable } from '../lists/ListTable';

type Row = { id: string; status: TargetStatus };

const pauseReasons: Record<
  NonNullable<TargetStatus['pause']>['because'],
  string
> = {
  throttled: 'AWS throttles',
  unavailable: 'AWS does not answer',
};

function SyncButton(props: { name: string; onDone(): void }) {
  const { name, onDone } = props;
  const api = useApi(awsServiceCatalogApiRef);
  const { isPending, error, submit } = useSubmit(onDone);
  return (
    <>
      <Button
        size="small"
        variant="secondary"
        iconStart={<RiRefreshLine />}
        isPending={isPending}
        aria-label={`Sync ${name} now`}
        onPress={() => submit(() => api.syncTarget(name))}
      >
        Sync now
      </Button>
      {error !== undefined && (
        <ErrorPanel title={`${name} was not synced`} error={error} />
      )}
    </>
  );
}

/** The targets: how old our copy of each is, what went wrong, and whether orders can be worked on. */
export function TargetsCard(props: {
  targets: TargetStatus[];
  /** Loads them again. */
  onChange(): void;
}) {
  const { targets, onChange } = props;
  const columns = useMemo<ColumnConfig<Row>[]>(
    () => [
      {
        id: 'name',
        label: 'Target',
        isRowHeader: true,
        cell: ({ status }) => (
          <Cell>
            <Text as="p">{status.name}</Text>
            <Text as="p" variant="body-small" color="secondary">
              {`account ${status.accountId}, ${status.region}`}
            </Text>
          </Cell>
        ),
      },
      {
        id: 'synced',
        label: 'Last sync',
        cell: ({ status }) => (
          <Cell data-label="Last sync">
            <div>
              {status.syncedAt ? (
                <RelativeTime at={status.syncedAt} />
              ) : (
                'never'
              )}
              {status.syncError && (
                <ProblemText>{status.syncError}</ProblemText>
              )}
            </div>
          </Cell>
        ),
      },
      {
        id: 'orders',
        label: 'Orders',
        cell: ({ status: { pause } }) => (
          <Cell data-label="Orders">
            {pause ? (
              <div>
                {pauseReasons[pause.because]}: left alone until{' '}
                <Deadline at={pause.until} />
              </div>
            ) : (
              'worked on'
            )}
          </Cell>
        ),
      },
      {
        id: 'sync',
        label: 'Action',
        cell: ({ status }) => (
          <Cell>
            <SyncButton name={status.name} onDone={onChange} />
          </Cell>
        ),
      },
    ],
    [onChange],
  );
  return (
    <EntityInfoCard title="Targets">
      <ListTable
        label="Targets"
        columnConfig={columns}
        data={targets.map(status => ({ id: status.name, status }))}
        pagination={{ type: 'none' }}
      />
    </EntityInfoCard>
  );
}
