import { createClock } from './clock';

describe('the clock', () => {
  it.each([
    ['follows the wall clock', { mode: 'real' as const }, 1_010_000],
    ['runs faster', { mode: 'real' as const, speed: 60 }, 1_600_000],
    ['starts elsewhere', { mode: 'real' as const, start: 5_000 }, 15_000],
    ['stands still', { mode: 'manual' as const }, 1_000_000],
    [
      'ignores speed when manual',
      { mode: 'manual' as const, speed: 9 },
      1_000_000,
    ],
  ])('%s', (_, options, expected) => {
    let wall = 1_000_000;
    const clock = createClock(options, () => wall);
    wall += 10_000;
    expect(clock.now()).toBe(expected);
    clock.advance(2.5);
    expect(clock.now()).toBe(expected + 2_500);
  });

  it.each([-1, NaN, Infinity])('does not advance by %p', seconds => {
    const clock = createClock({ mode: 'manual' });
    expect(() => clock.advance(seconds)).toThrow('zero or more seconds');
  });
});
