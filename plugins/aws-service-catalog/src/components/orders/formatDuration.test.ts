import { formatDuration } from './formatDuration';

it.each([
  [0, '0 s'],
  [-500, '0 s'],
  [42_400, '42 s'],
  [59_600, '1 min'],
  [185_000, '3 min 5 s'],
  [3_600_000, '1 h'],
  [7_805_000, '2 h 10 min'],
])('formats %d ms as %s', (ms, expected) => {
  expect(formatDuration(ms)).toBe(expected);
});
