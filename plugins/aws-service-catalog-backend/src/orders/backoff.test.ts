import { after, backoffMs } from './backoff';

describe('backoffMs', () => {
  const wait = (failures: number, random: number) =>
    backoffMs(failures, {
      firstMs: 1_000,
      longestMs: 60_000,
      random: () => random,
    });

  it('doubles up to the longest wait', () => {
    const almostAll = 1 - Number.EPSILON;
    expect([1, 2, 3, 6, 7, 100].map(each => wait(each, almostAll))).toEqual([
      1_000, 2_000, 4_000, 32_000, 60_000, 60_000,
    ]);
  });

  it('leaves the upper half to chance', () => {
    expect([0, 0.5, 0.9].map(random => wait(3, random))).toEqual([
      2_000, 3_000, 3_800,
    ]);
  });
});

it('adds milliseconds to an instant', () => {
  expect(after(new Date('2026-01-01T00:00:00.000Z'), 1_500)).toBe(
    '2026-01-01T00:00:01.500Z',
  );
});
