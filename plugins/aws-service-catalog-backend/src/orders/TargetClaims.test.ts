import { mockClock } from 'backstage-plugin-aws-service-catalog-node/testUtils';
import { createTestDatabases } from '../__testUtils__/databases';
import { readPauses, TargetClaims, TargetPause } from './TargetClaims';

jest.setTimeout(60_000);

const databases = createTestDatabases();

describe.each(databases.eachId)('TargetClaims, %p', databaseId => {
  it('gives a target to one replica at a time, and back after a crash', async () => {
    const knex = await databases.init(databaseId);
    const clock = mockClock();
    const one = new TargetClaims({ knex, clock, holder: 'one' });
    const two = new TargetClaims({ knex, clock, holder: 'two' });
    const free = { pause: undefined };

    const both = await Promise.all([one.claim('a'), two.claim('a')]);
    expect(both.filter(Boolean)).toEqual([free]);
    const [winner, loser] = both[0] ? [one, two] : [two, one];
    expect(await loser.claim('b')).toEqual(free);

    clock.advance({ seconds: 10 });
    expect(await winner.claim('a')).toEqual(free);
    clock.advance({ seconds: 10 });
    expect(await loser.claim('a')).toBeUndefined();

    const pause: TargetPause = {
      until: '2026-01-01T00:01:00.000Z',
      because: 'throttled',
      failures: 2,
    };
    await winner.pause('a', pause);
    clock.advance({ seconds: 5 });
    expect(await loser.claim('a')).toEqual({ pause });
    expect(await winner.claim('a')).toBeUndefined();
    expect(await readPauses(knex)).toEqual(new Map([['a', pause]]));

    await loser.resume('a');
    expect(await loser.claim('a')).toEqual(free);
    expect((await readPauses(knex)).size).toBe(0);
  });

  it('gives everything back at shutdown', async () => {
    const knex = await databases.init(databaseId);
    const clock = mockClock();
    const one = new TargetClaims({ knex, clock, holder: 'one' });
    const two = new TargetClaims({ knex, clock, holder: 'two' });
    await one.claim('a');
    expect(await two.claim('a')).toBeUndefined();
    await one.release();
    expect(await two.claim('a')).toBeDefined();
  });
});
