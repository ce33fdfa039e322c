import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { isFinalOrderState } from 'backstage-plugin-aws-service-catalog-common';
import {
  canHappen,
  nextState,
  orderEventTypes,
  orderStarts,
  orderStates,
} from './orderMachine';
import { renderOrderStates } from './renderOrderStates';

// Written down a second time on purpose: a change of the table has to be meant.
const legal: Record<string, string> = {
  'awaiting-approval agreed': 'awaiting-approval',
  'awaiting-approval reminded': 'awaiting-approval',
  'awaiting-approval approved': 'queued',
  'awaiting-approval rejected': 'rejected',
  'awaiting-approval expired': 'expired',
  'awaiting-approval cancelled': 'cancelled',
  'awaiting-approval delayed': 'awaiting-approval',
  'awaiting-approval failed': 'failed',
  'awaiting-approval set-aside': 'awaiting-approval',
  'awaiting-approval resumed': 'awaiting-approval',
  'queued cancelled': 'cancelled',
  'queued returned': 'awaiting-approval',
  'queued submitted': 'submitting',
  // A renewal makes no call.
  'queued succeeded': 'succeeded',
  'queued delayed': 'queued',
  'queued postponed': 'queued',
  'queued failed': 'failed',
  'queued set-aside': 'queued',
  'queued resumed': 'queued',
  'submitting remnant-terminating': 'submitting',
  'submitting remnant-terminated': 'submitting',
  'submitting running': 'running',
  'submitting postponed': 'queued',
  'submitting delayed': 'submitting',
  'submitting failed': 'failed',
  'submitting stuck': 'submitting',
  'submitting set-aside': 'submitting',
  'submitting resumed': 'submitting',
  'running succeeded': 'succeeded',
  'running delayed': 'running',
  'running postponed': 'queued',
  'running failed': 'failed',
  'running stuck': 'running',
  'running set-aside': 'running',
  'running resumed': 'running',
  'failed retried': 'queued',
};

describe('orderMachine', () => {
  const pairs = orderStates.flatMap(state =>
    orderEventTypes.map(event => ({ state, event })),
  );

  const isLegal = ({ state, event }: (typeof pairs)[number]) =>
    `${state} ${event}` in legal;

  it.each(pairs.filter(isLegal))('$state, $event', ({ state, event }) => {
    expect(canHappen(state, event)).toBe(true);
    expect(nextState(state, event)).toBe(legal[`${state} ${event}`]);
  });

  it.each(pairs.filter(pair => !isLegal(pair)))(
    'never $state, $event',
    ({ state, event }) => {
      expect(canHappen(state, event)).toBe(false);
      expect(() => nextState(state, event)).toThrow(
        `An order that is ${state} cannot become '${event}'`,
      );
    },
  );

  it('can reach every state, and leave every one that is not final', () => {
    const reached = new Set(orderStarts.map(({ to }) => to));
    for (let before = 0; before < reached.size; ) {
      before = reached.size;
      for (const state of reached) {
        orderEventTypes
          .filter(event => canHappen(state, event))
          .forEach(event => reached.add(nextState(state, event)));
      }
    }
    expect([...reached].sort()).toEqual([...orderStates].sort());
    for (const state of orderStates.filter(one => !isFinalOrderState(one))) {
      expect(orderEventTypes.some(event => canHappen(state, event))).toBe(true);
    }
  });

  it('never cancels what AWS may already be doing', () => {
    expect(orderStates.filter(state => canHappen(state, 'cancelled'))).toEqual([
      'awaiting-approval',
      'queued',
    ]);
  });

  it('is what docs/order-states.md says', () => {
    const file = resolve(__dirname, '../../../../docs/order-states.md');
    expect(readFileSync(file, 'utf8')).toBe(renderOrderStates());
  });
});
