import { useApi, useRouteRef } from '@backstage/core-plugin-api';
import {
  Button,
  Checkbox,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
  Flex,
  Link,
  Text,
} from '@backstage/ui';
import type {
  ListProvisionedProductsQuery,
  OrderDetail,
  ProvisionedProduct,
  UpdateOrderRequest,
} from 'backstage-plugin-aws-service-catalog-common';
import { useState } from 'react';
import useAsyncRetry from 'react-use/esm/useAsyncRetry';
import { v4 as uuid } from 'uuid';
import { awsServiceCatalogApiRef } from '../../api';
import { orderRouteRef } from '../../routes';
import {
  ErrorPanel,
  getErrorFacts,
  ProblemText,
  RowsSkeleton,
  StateBadge,
} from '../common';
import styles from './ResourceHistory.module.css';

/** The most that are upgraded at once. */
const MOST_AT_ONCE = 50;

type Outcome = { order: OrderDetail } | { refusal: string };

function keyOf({ target, id }: ProvisionedProduct): string {
  return `${target}/${id}`;
}

function isUpgradable({ versionState, openOrderId }: ProvisionedProduct) {
  return versionState?.newest !== undefined && openOrderId === undefined;
}

function Line(props: {
  resource: ProvisionedProduct;
  isSelected: boolean;
  isRunning: boolean;
  outcome?: Outcome;
  onSelect(isSelected: boolean): void;
}) {
  const { resource, isSelected, isRunning, outcome, onSelect } = props;
  const { name, version, versionState } = resource;
  const orderLink = useRouteRef(orderRouteRef);
  return (
    <li className={styles.line}>
      <Flex align="center" gap="3" style={{ flexWrap: 'wrap' }}>
        <Checkbox
          isSelected={isSelected}
          isDisabled={isRunning || outcome !== undefined}
          onChange={onSelect}
        >
          {name}
        </Checkbox>
        <Text variant="body-small" color="secondary">
          {`${version.name} → ${versionState?.newest?.name}`}
        </Text>
        {outcome && 'order' in outcome && (
          <>
            <StateBadge state={outcome.order.state} />
            <Link href={orderLink({ id: outcome.order.id })}>Order</Link>
          </>
        )}
      </Flex>
      {outcome && 'refusal' in outcome && (
        <ProblemText>{outcome.refusal}</ProblemText>
      )}
    </li>
  );
}

/**
 * Orders an update to the newest version for each of what is chosen. Every one is an order of its own, which policies judge by
 * itself and which may be refused by itself; all keep the values that they have.
 */
export function BulkUpgradeDialog(props: {
  /** What to choose from. */
  query: ListProvisionedProductsQuery;
  onClose(): void;
}) {
  const { query, onClose } = props;
  const api = useApi(awsServiceCatalogApiRef);
  const [run] = useState(() => uuid());
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [outcomes, setOutcomes] = useState<ReadonlyMap<string, Outcome>>(
    new Map(),
  );
  const [isRunning, setRunning] = useState(false);
  const { value, error, retry } = useAsyncRetry(
    () =>
      api.listProvisionedProducts({
        ...query,
        outdated: true,
        limit: MOST_AT_ONCE,
      }),
    [api, query],
  );
  const items = (value?.items ?? []).filter(isUpgradable);
  const chosen = items.filter(
    item =>
      !left.has(keyOf(item)) &&
      // What was refused may be tried again.
      !('order' in (outcomes.get(keyOf(item)) ?? {})),
  );

  const upgrade = async () => {
    setRunning(true);
    for (const item of chosen) {
      const request: UpdateOrderRequest = {
        kind: 'update',
        requestToken: `${run}.${item.target}.${item.id}`,
        target: item.target,
        provisionedProductId: item.id,
        versionId: item.versionState?.newest?.id,
        parameters: {},
      };
      let outcome: Outcome;
      try {
        outcome = { order: await api.placeOrder(request) };
      } catch (refusal) {
        outcome = { refusal: getErrorFacts(refusal).message };
      }
      setOutcomes(all => new Map(all).set(keyOf(item), outcome));
    }
    setRunning(false);
  };

  const more = (value?.totalItems ?? 0) - (value?.items.length ?? 0);
  return (
    <Dialog isOpen onOpenChange={isOpen => !isOpen && onClose()}>
      <DialogHeader>Upgrade to the newest versions</DialogHeader>
      <DialogBody>
        <Flex direction="column" gap="4">
          <Text as="p">
            Each becomes an order of its own and keeps its values. One that
            needs a value that it does not have yet is refused: update it by
            itself.
          </Text>
          {error && (
            <ErrorPanel
              title="The list could not be loaded"
              error={error}
              onRetry={retry}
            />
          )}
          {!value && !error && <RowsSkeleton count={3} />}
          {value && items.length === 0 && (
            <Text as="p" color="secondary">
              Everything here runs the newest version, or is being changed.
            </Text>
          )}
          {items.length > 0 && (
            <ul className={styles.lines} aria-label="What to upgrade">
              {items.map(item => (
                <Line
                  key={keyOf(item)}
                  resource={item}
                  isSelected={!left.has(keyOf(item))}
                  isRunning={isRunning}
                  outcome={outcomes.get(keyOf(item))}
                  onSelect={isSelected =>
                    setLeft(keys => {
                      const next = new Set(keys);
                      if (isSelected) {
                        next.delete(keyOf(item));
                      } else {
                        next.add(keyOf(item));
                      }
                      return next;
                    })
                  }
                />
              ))}
            </ul>
          )}
          {more > 0 && (
            <Text as="p" variant="body-small" color="secondary">
              {`${more} more follow when these are done.`}
            </Text>
          )}
          <div role="status">
            {outcomes.size > 0 &&
              !isRunning &&
              `${
                [...outcomes.values()].filter(one => 'order' in one).length
              } of ${outcomes.size} were ordered.`}
          </div>
        </Flex>
      </DialogBody>
      <DialogFooter>
        <Button
          isPending={isRunning}
          isDisabled={chosen.length === 0}
          onPress={upgrade}
        >
          {chosen.length === 0 ? 'Upgrade' : `Upgrade ${chosen.length}`}
        </Button>
        <Button variant="secondary" isDisabled={isRunning} onPress={onClose}>
          Close
        </Button>
      </DialogFooter>
    </Dialog>
  );
}
