import { isFinalOrderState } from 'backstage-plugin-aws-service-catalog-common';
import { orderStarts, orderStates, orderTransitions } from './orderMachine';

/** Columns are padded as the formatter of the repository does it. */
function renderTable([head, ...rows]: string[][]): string[] {
  const widths = head.map((_, column) =>
    Math.max(...[head, ...rows].map(row => row[column].length)),
  );
  const renderRow = (cells: string[], filler: string) =>
    `| ${cells
      .map((cell, column) => cell.padEnd(widths[column], filler))
      .join(' | ')} |`;
  return [
    renderRow(head, ' '),
    renderRow(
      head.map(() => ''),
      '-',
    ),
    ...rows.map(row => renderRow(row, ' ')),
  ];
}

/**
 * Writes `docs/order-states.md` from the table of {@link orderTransitions}.
 *
 * @returns the whole file
 */
export function renderOrderStates(): string {
  const moves = orderStates.flatMap(from =>
    Object.entries(orderTransitions[from]).map(([event, { to, when }]) => ({
      from,
      event,
      to,
      when,
    })),
  );
  // Mermaid takes a dash in a state's id for an arrow.
  const id = (state: string) => state.replace(/-/g, '_');
  return [
    '# The states of an order',
    '',
    '<!-- Generated from plugins/aws-service-catalog-backend/src/orders/orderMachine.ts by `yarn generate-order-states` in that package. -->',
    '',
    '```mermaid',
    'stateDiagram-v2',
    ...orderStates
      .filter(state => state !== id(state))
      .map(state => `  ${id(state)} : ${state}`),
    ...orderStarts.map(({ to }) => `  [*] --> ${id(to)} : ordered`),
    ...moves.map(
      ({ from, event, to }) => `  ${id(from)} --> ${id(to)} : ${event}`,
    ),
    ...orderStates
      .filter(isFinalOrderState)
      .map(state => `  ${id(state)} --> [*]`),
    '```',
    '',
    ...renderTable([
      ['In state', 'may happen', 'leads to', 'when'],
      ...orderStarts.map(({ to, when }) => ['(none)', 'ordered', to, when]),
      ...moves.map(({ from, event, to, when }) => [from, event, to, when]),
    ]),
    '',
    `Nothing more happens by itself in ${orderStates
      .filter(isFinalOrderState)
      .join(', ')}.`,
    '',
  ].join('\n');
}
