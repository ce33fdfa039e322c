/** Random numbers that a seed determines. */
export type SeededRandom = {
  /** From 0 up to 1. */
  next(): number;
  /** One of some things. */
  pick<T>(things: readonly T[]): T;
};

/**
 * The generator mulberry32.
 *
 * @param seed - an integer
 */
export function createRandom(seed: number): SeededRandom {
  let state = seed;
  const next = () => {
    state = (state + 0x6d2b79f5) % 2 ** 32;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    next,
    pick: things => things[Math.floor(next() * things.length)],
  };
}
