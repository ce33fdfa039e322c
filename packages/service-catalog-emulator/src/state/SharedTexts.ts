/** How many texts are remembered; those that many things have come soon. */
const MAX_TEXTS = 100_000;

/**
 * Keeps equal texts (types, ARNs of users and products, keys of tags) once, however many things
 * have them.
 */
export class SharedTexts {
  private readonly known = new Map<string, string>();

  /** The text, or an equal one that is there already. */
  text(text: string): string {
    const known = this.known.get(text);
    if (known === undefined && this.known.size < MAX_TEXTS) {
      this.known.set(text, text);
    }
    return known ?? text;
  }

  /** The value with its texts exchanged for equal ones that are there already. */
  shared(value: unknown): unknown {
    if (typeof value === 'string') {
      return this.text(value);
    }
    if (Array.isArray(value)) {
      value.forEach((member, index) => {
        value[index] = this.shared(member);
      });
    } else if (typeof value === 'object' && value !== null) {
      for (const [name, member] of Object.entries(value)) {
        Reflect.set(value, name, this.shared(member));
      }
    }
    return value;
  }
}
