import { AccountStateData } from './AccountState';
import { SharedTexts } from './SharedTexts';
import { WorldData } from './World';

/** How many things a line holds: so few that lines are short-lived garbage for Node.js. */
const ITEMS_PER_LINE = 20;

/** A line; the digest of the file vouches for its form. */
type Line =
  | { world: Omit<WorldData, 'accounts'> }
  | { account: AccountStateData }
  | { list: keyof AccountStateData; items: unknown[] };

/**
 * The world in lines of JSON: what it is apart from its accounts, then each account followed by its
 * lists, in pieces. One text of everything would be longer than JavaScript allows.
 */
export function* linesOf({ accounts, ...world }: WorldData): Iterable<string> {
  yield JSON.stringify({ world });
  for (const account of accounts) {
    const lists: [string, unknown[]][] = [];
    const rest: { [member: string]: unknown } = {};
    for (const [member, value] of Object.entries(account)) {
      if (Array.isArray(value)) {
        lists.push([member, value]);
        rest[member] = [];
      } else {
        rest[member] = value;
      }
    }
    yield JSON.stringify({ account: rest });
    for (const [list, items] of lists) {
      for (let start = 0; start < items.length; start += ITEMS_PER_LINE) {
        yield JSON.stringify({
          list,
          items: items.slice(start, start + ITEMS_PER_LINE),
        });
      }
    }
  }
}

/** Puts the world together again, line by line. */
export class WorldCollector {
  private readonly texts = new SharedTexts();
  private world: Omit<WorldData, 'accounts'> | undefined;
  private readonly accounts: AccountStateData[] = [];

  /** Takes the next line of {@link linesOf}. */
  add(text: string): void {
    const line: Line = JSON.parse(text);
    if ('world' in line) {
      this.world = line.world;
    } else if ('account' in line) {
      this.accounts.push(line.account);
    } else {
      const list = this.accounts.at(-1)?.[line.list] as unknown[];
      line.items.forEach(item => list.push(this.texts.shared(item)));
    }
  }

  /** Everything that was added; `undefined` when the first line is missing. */
  collected(): WorldData | undefined {
    return this.world && { ...this.world, accounts: this.accounts };
  }
}
