import { mockClock } from 'backstage-plugin-aws-service-catalog-node/testUtils';
import { TargetPace } from './TargetPace';

const fine = { throttled: false };
const throttled = { throttled: true };

describe('TargetPace', () => {
  const make = () => {
    const clock = mockClock();
    const pace = new TargetPace(clock);
    /** As many calls as it allows now. */
    const spend = () => {
      let calls = 0;
      while (pace.mayCall()) {
        pace.note(fine);
        calls += 1;
      }
      return calls;
    };
    return { clock, pace, spend };
  };

  it('begins fast, with a burst', () => {
    const { clock, pace, spend } = make();
    expect(pace.concurrency).toBe(4);
    expect(spend()).toBe(200);
    clock.advance({ seconds: 1 });
    expect(spend()).toBe(100);
    clock.advance({ seconds: 60 });
    expect(spend()).toBe(200);
  });

  it('halves what it has reached when AWS throttles, once for calls at the same time', () => {
    const { clock, pace, spend } = make();
    clock.advance({ seconds: 5 });
    for (let call = 0; call < 16; call++) {
      pace.note(fine);
    }
    for (let call = 0; call < 4; call++) {
      pace.note(throttled);
    }
    // Of the 17 calls until then.
    expect(pace.callsPerSecond).toBe(8.5);
    expect(pace.mayCall()).toBe(false);
    clock.advance({ seconds: 1 });
    expect(spend()).toBeLessThanOrEqual(10);
    expect(pace.concurrency).toBe(2);
  });

  it('rises by one call per second in each second, up to where it began', () => {
    const { clock, pace } = make();
    pace.note(throttled);
    expect(pace.callsPerSecond).toBe(1);
    expect(pace.concurrency).toBe(1);
    clock.advance({ seconds: 30 });
    expect(pace.callsPerSecond).toBe(31);
    clock.advance({ hours: 1 });
    expect(pace.callsPerSecond).toBe(100);
  });

  it('never stops, and pays for calls that did not ask', () => {
    const { clock, pace } = make();
    for (let second = 0; second < 20; second++) {
      pace.note(throttled);
      clock.advance({ seconds: 1 });
    }
    expect(pace.callsPerSecond).toBeGreaterThanOrEqual(1);
    expect(pace.callsPerSecond).toBeLessThanOrEqual(2);
    clock.advance({ seconds: 5 });
    expect(pace.mayCall()).toBe(true);
    for (let call = 0; call < 1_000; call++) {
      pace.note(fine);
    }
    clock.advance({ seconds: 3 });
    expect(pace.mayCall()).toBe(false);
    clock.advance({ seconds: 7 });
    expect(pace.mayCall()).toBe(true);
  });
});
