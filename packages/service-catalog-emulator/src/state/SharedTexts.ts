import { Tag } from './entities';

/** How many things are remembered of late, and as many of before that. */
const MAX_REMEMBERED = 50_000;

/** Remembers things by a text: all of late, and of those before that what was asked for since. */
class Memory<T> {
  private recent = new Map<string, T>();
  private earlier = new Map<string, T>();

  /** What is remembered, or else what is made now. */
  get(text: string, make: () => T): T {
    let thing = this.recent.get(text);
    if (thing === undefined) {
      thing = this.earlier.get(text) ?? make();
      if (this.recent.size >= MAX_REMEMBERED) {
        this.earlier = this.recent;
        this.recent = new Map();
      }
      this.recent.set(text, thing);
    }
    return thing;
  }
}

/**
 * Keeps equal texts (types, ARNs of users and products) and equal tags once, however many things have them.
 * What only few have is soon forgotten.
 */
export class SharedTexts {
  private readonly texts = new Memory<string>();
  private readonly tagsByKey = new Map<string, Memory<Tag>>();

  /** The text, or an equal one that is there already. */
  text(text: string): string {
    return this.texts.get(text, () => text);
  }

  /** The tag, or an equal one that is there already. Tags never change. */
  tag({ Key, Value }: Tag): Tag {
    const memory = this.tagsByKey.get(Key) ?? new Memory<Tag>();
    this.tagsByKey.set(Key, memory);
    return memory.get(Value, () => ({
      Key: this.text(Key),
      Value: this.text(Value),
    }));
  }

  /** The value with its texts and tags exchanged for equal ones that are there already. */
  shared(value: unknown): unknown {
    if (typeof value === 'string') {
      return this.text(value);
    }
    if (Array.isArray(value)) {
      value.forEach((member, index) => {
        value[index] = this.shared(member);
      });
    } else if (isTag(value)) {
      return this.tag(value);
    } else if (typeof value === 'object' && value !== null) {
      for (const [name, member] of Object.entries(value)) {
        Reflect.set(value, name, this.shared(member));
      }
    }
    return value;
  }
}

function isTag(value: unknown): value is Tag {
  return (
    typeof value === 'object' &&
    value !== null &&
    'Key' in value &&
    'Value' in value &&
    Object.keys(value).length === 2 &&
    typeof value.Key === 'string' &&
    typeof value.Value === 'string'
  );
}
