import { Knex } from 'knex';
import { CostCallsRow, CostPayerRow } from './costRows';

/** How the reads of a payer account have gone. */
export type PayerState = {
  /** End of the last complete read, ISO 8601. */
  readAt?: string;
  /** Whether that one had no value of the cost allocation tag. */
  notActivated?: boolean;
  /** Failed reads in a row. */
  failures: number;
  /** Why the last read failed. */
  error?: string;
  /** When to read next, ISO 8601. */
  nextReadAt: string;
};

function toState(row: CostPayerRow): PayerState {
  return {
    readAt: row.read_at ?? undefined,
    notActivated:
      row.not_activated === null ? undefined : Boolean(row.not_activated),
    failures: row.failures,
    error: row.error ?? undefined,
    nextReadAt: row.next_read_at,
  };
}

/** Keeps how the reads of payer accounts have gone, and how many calls they took. */
export class PayerStore {
  constructor(private readonly knex: Knex) {}

  /** The state of every payer account that was ever read, by account id. */
  async readStates(): Promise<Map<string, PayerState>> {
    const rows = await this.knex<CostPayerRow>('cost_payers').select();
    return new Map(rows.map(row => [row.account_id, toState(row)]));
  }

  /** Notes how a read has gone. */
  async save(accountId: string, state: PayerState): Promise<void> {
    await this.knex<CostPayerRow>('cost_payers')
      .insert({
        account_id: accountId,
        read_at: state.readAt ?? null,
        not_activated: state.notActivated ?? null,
        failures: state.failures,
        error: state.error ?? null,
        next_read_at: state.nextReadAt,
      })
      .onConflict('account_id')
      .merge();
  }

  /** Counts a call that is about to be made. */
  async countCall(accountId: string, month: string): Promise<void> {
    await this.knex<CostCallsRow>('cost_calls')
      .insert({ account_id: accountId, month, calls: 1 })
      .onConflict(['account_id', 'month'])
      .merge({ calls: this.knex.raw('cost_calls.calls + 1') });
  }

  /** How many calls were made in a month, by payer account. */
  async readCalls(month: string): Promise<Map<string, number>> {
    const rows = await this.knex<CostCallsRow>('cost_calls')
      .select()
      .where({ month });
    return new Map(rows.map(row => [row.account_id, row.calls]));
  }
}
