import { LineItem } from './lineItems';

const INITIAL_SIZE = 64;

/**
 * Line items by number, with what is added up of them in columns: of very many line items that takes a fraction
 * of the time that looking at each of them does.
 */
export class LineItemTable {
  /** From when on they cost something; milliseconds since the epoch. */
  from = new Float64Array(INITIAL_SIZE);
  /** Until when; Infinity when they go on. */
  to = new Float64Array(INITIAL_SIZE);
  /** US dollars. */
  perHour = new Float64Array(INITIAL_SIZE);
  private readonly items: (LineItem | undefined)[] = [];
  private free: number[] = [];

  /** The line item with that number. */
  get(number: number): LineItem {
    return this.items[number]!;
  }

  /** Adds a line item and gives it a number. */
  add(item: LineItem): number {
    const number = this.free.pop() ?? this.items.length;
    if (number === this.from.length) {
      this.from = enlarged(this.from);
      this.to = enlarged(this.to);
      this.perHour = enlarged(this.perHour);
    }
    this.items[number] = item;
    this.from[number] = item.from;
    this.to[number] = item.to ?? Infinity;
    this.perHour[number] = item.perHour;
    return number;
  }

  /** Removes line items, whose numbers are given to others. */
  removeAll(numbers: readonly number[]): void {
    for (const number of numbers) {
      this.items[number] = undefined;
    }
    this.free = this.free.concat(numbers);
  }
}

function enlarged(column: Float64Array): Float64Array<ArrayBuffer> {
  const result = new Float64Array(column.length * 2);
  result.set(column);
  return result;
}
