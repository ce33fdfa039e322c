import { Sequence } from '../catalog/paging';
import { listOf } from '../state/indexes';
import { CostGroup } from './groupCosts';
import { LineItemTable } from './LineItemTable';
import { Period } from './periods';

/** One group of one period; a period without groups has one row without a group. */
export interface CostRow {
  period: Period;
  group?: CostGroup;
  /** How long there was anything of the group in the period, added up. */
  hours: number;
  /** US dollars. */
  cost: number;
}

const HOUR = 3_600_000;

/**
 * The rows of an answer: those of all periods, within each in order of the groups. There may be millions:
 * they are counted first, and made only as far as they are asked for.
 */
export class CostRows implements Sequence<CostRow> {
  readonly length: number;
  /** Where periods begin, and where the last one ends. */
  private readonly bounds: number[];
  /** How many groups each period has. */
  private readonly counts: number[];
  /** The row with which each period begins. */
  private readonly starts: number[] = [];
  /** Of each group, index of its first period, and of the one after its last. */
  private readonly firsts: Int32Array;
  private readonly afters: Int32Array;
  /** Indexes of the periods of those groups, by index, that are not in each period from first to last. */
  private readonly scattered = new Map<number, Set<number>>();

  /** @param periods - at least one, each beginning where the one before ends */
  constructor(
    private readonly periods: Period[],
    private readonly groups: readonly CostGroup[],
    private readonly table: LineItemTable,
    private readonly now: number,
  ) {
    this.bounds = [...periods.map(({ from }) => from), periods.at(-1)!.to];
    this.firsts = new Int32Array(groups.length);
    this.afters = new Int32Array(groups.length);
    const steps = this.bounds.map(() => 0);
    for (let group = 0; group < groups.length; group++) {
      const items = groups[group];
      if (Array.isArray(items)) {
        this.place(group, items);
      } else {
        this.firsts[group] = this.firstOf(items);
        this.afters[group] = this.afterOf(items);
      }
      steps[this.firsts[group]] += 1;
      steps[this.afters[group]] -= 1;
    }
    this.counts = sums(steps).slice(0, -1);
    for (const [group, indexes] of this.scattered) {
      for (let at = this.firsts[group]; at < this.afters[group]; at++) {
        this.counts[at] -= indexes.has(at) ? 0 : 1;
      }
    }
    this.length = this.counts.reduce((row, count) => {
      this.starts.push(row);
      return row + Math.max(1, count);
    }, 0);
  }

  slice(start: number, end: number): CostRow[] {
    const first = this.starts.findLastIndex(row => row <= start);
    const last = this.starts.findLastIndex(row => row < end);
    const rows = this.periods.map((): CostRow[] => []);
    const next = [...this.starts];
    let missing = Math.min(end, this.length) - start;
    for (let index = first; index <= last; index++) {
      const row = this.starts[index];
      if (this.counts[index] === 0 && row >= start) {
        rows[index].push({ period: this.periods[index], hours: 0, cost: 0 });
        missing -= 1;
      }
    }
    for (let group = 0; missing > 0; group++) {
      const asked: number[] = [];
      const after = Math.min(this.afters[group], last + 1);
      for (let at = Math.max(this.firsts[group], first); at < after; at++) {
        if (this.scattered.get(group)?.has(at) ?? true) {
          if (next[at] >= start && next[at] < end) {
            asked.push(at);
          }
          next[at] += 1;
        }
      }
      if (asked.length > 0) {
        this.addRows(rows, this.groups[group], asked);
        missing -= asked.length;
      }
    }
    return rows.flat();
  }

  /** Adds the rows of a group in some periods, looking at each of its line items once. */
  private addRows(
    rows: CostRow[][],
    group: CostGroup,
    indexes: number[],
  ): void {
    const added = indexes.map(index => ({
      period: this.periods[index],
      group,
      hours: 0,
      cost: 0,
    }));
    const { perHour } = this.table;
    for (const item of listOf(group)) {
      for (const row of added) {
        const hours = this.hoursIn(row.period, item);
        row.hours += hours;
        row.cost += hours * perHour[item];
      }
    }
    added.forEach((row, position) => rows[indexes[position]].push(row));
  }

  /** Works out the periods of a group of several line items. */
  private place(group: number, items: number[]): void {
    let first = this.periods.length;
    let after = 0;
    for (const item of items) {
      const itemFirst = this.firstOf(item);
      const itemAfter = this.afterOf(item);
      if (itemFirst < itemAfter) {
        first = Math.min(first, itemFirst);
        after = Math.max(after, itemAfter);
      }
    }
    first = Math.min(first, after);
    this.firsts[group] = first;
    this.afters[group] = after;
    // Nearly always something is there all the time.
    if (
      first < after &&
      !items.some(
        item => this.firstOf(item) === first && this.afterOf(item) === after,
      )
    ) {
      this.scattered.set(group, this.indexesOf(items));
    }
  }

  /** Indexes of all periods with anything of the line items. */
  private indexesOf(items: number[]): Set<number> {
    const indexes = new Set<number>();
    for (const item of items) {
      for (let at = this.firstOf(item); at < this.afterOf(item); at++) {
        indexes.add(at);
      }
    }
    return indexes;
  }

  /** Index of the first period with anything of the line item; as of the one after the last when there is none. */
  private firstOf(item: number): number {
    const from = this.table.from[item];
    return this.endOf(item) > from
      ? Math.max(1, this.boundsBefore(from + 1)) - 1
      : 0;
  }

  /** Index of the period after the last one with anything of the line item. */
  private afterOf(item: number): number {
    const end = this.endOf(item);
    return end > this.table.from[item]
      ? Math.min(this.periods.length, this.boundsBefore(end))
      : 0;
  }

  /** Until when the line item costs something, up to now. */
  private endOf(item: number): number {
    return Math.min(this.table.to[item], this.now);
  }

  /** How long it does in a period. */
  private hoursIn(period: Period, item: number): number {
    const ends = Math.min(period.to, this.endOf(item));
    return (
      Math.max(0, ends - Math.max(period.from, this.table.from[item])) / HOUR
    );
  }

  /** How many of the bounds are before a time. */
  private boundsBefore(time: number): number {
    let low = 0;
    let high = this.bounds.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.bounds[middle] < time) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}

/** Each step added to those before. */
function sums(steps: number[]): number[] {
  let sum = 0;
  return steps.map(step => {
    sum += step;
    return sum;
  });
}
