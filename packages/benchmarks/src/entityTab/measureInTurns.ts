/** How long something took, in milliseconds. */
export interface Times {
  median: number;
  /** What 95 of 100 kept under. */
  p95: number;
}

/**
 * Measures several things side by side: each is done once in every round, so that what else the machine does meets all alike.
 *
 * @param works - by name
 */
export async function measureInTurns(
  works: Record<string, () => Promise<unknown>>,
  { warmUp = 50, rounds = 400 } = {},
): Promise<Record<string, Times>> {
  const times = new Map<string, number[]>();
  for (let round = -warmUp; round < rounds; round++) {
    for (const [name, work] of Object.entries(works)) {
      const begin = performance.now();
      await work();
      const milliseconds = performance.now() - begin;
      if (round >= 0) {
        times.set(name, [...(times.get(name) ?? []), milliseconds]);
      }
    }
  }
  return Object.fromEntries(
    [...times].map(([name, all]) => {
      const sorted = all.sort((a, b) => a - b);
      const at = (share: number) =>
        sorted[Math.floor((sorted.length - 1) * share)];
      return [name, { median: at(0.5), p95: at(0.95) }];
    }),
  );
}
