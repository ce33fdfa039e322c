import { Product } from 'backstage-plugin-aws-service-catalog-common';
import { createTestDatabases } from '../__testUtils__/databases';
import {
  namesOf,
  payments,
  search,
  startTwoTeams,
  TwoTeams,
} from '../__testUtils__/twoTeams';

jest.setTimeout(120_000);

describe('provisioned products over HTTP', () => {
  const databases = createTestDatabases();

  describe.each(databases.eachId)('on %s', databaseId => {
    let world: TwoTeams;

    beforeAll(async () => {
      world = await startTwoTeams(await databases.init(databaseId));
    });
    afterAll(() => world?.stop());

    it('narrows resources by entity, owner, status, product, target and words', async () => {
      const names = async (query: string, user = 'platform-engineer') =>
        namesOf((await world.ok(`/provisioned-products?${query}`, user)).items);
      expect(await names('entityRef=component:default/payments-api')).toEqual([
        'sandbox/Alpha',
      ]);
      expect(await names(`entityRef=${search}`)).toEqual(['sandbox/beta']);
      expect(await names(`entityRef=${search}&owner=${payments}`)).toEqual([]);
      expect(await names(`owner=${payments}`)).toEqual([
        'sandbox/Alpha',
        'production/delta',
      ]);
      expect(await names('status=AVAILABLE&target=sandbox&search=A')).toEqual([
        'sandbox/Alpha',
        'sandbox/beta',
        'sandbox/gamma',
      ]);
      expect(await names('status=ERROR')).toEqual([]);
      expect(await names('product=prod-unknown')).toEqual([]);
      // An annotation points; it grants nothing.
      expect(
        await names('entityRef=component:default/pointer', 'payments-dev'),
      ).toEqual(['production/delta']);
      expect(
        await names('entityRef=component:default/pointer', 'search-dev'),
      ).toEqual(['sandbox/beta']);
    });

    it.each(['/products', '/provisioned-products'])(
      'pages through %s by cursor',
      async path => {
        const all = (await world.ok(path, 'platform-engineer')).items;
        const seen: Product[] = [];
        let cursor: string | undefined;
        do {
          const next: string = cursor ? `&cursor=${cursor}` : '';
          const page = await world.ok(
            `${path}?limit=1${next}`,
            'platform-engineer',
          );
          expect(page.totalItems).toBe(all.length);
          expect(page.items).toHaveLength(1);
          seen.push(...page.items);
          cursor = page.nextCursor;
        } while (cursor);
        expect(seen).toEqual(all);
        for (const wrong of ['x', Buffer.from('["a"]').toString('base64url')]) {
          const { status, body } = await world.portal.get(
            `${path}?cursor=${wrong}`,
            'platform-engineer',
          );
          expect([status, body.error.fields]).toEqual([
            400,
            [
              {
                field: 'cursor',
                message: 'This is not a cursor that a list answered with.',
              },
            ],
          ]);
        }
      },
    );

    it('says what the caller may do to a resource', async () => {
      const actions = async (name: string, user?: string) =>
        (
          await world.ok(
            `/provisioned-products/sandbox/${world.ids[name]}`,
            user,
          )
        ).actions;
      expect(await actions('Alpha', 'payments-dev')).toEqual({
        update: { allowed: true },
        terminate: { allowed: true },
        runAction: { allowed: true },
      });
      expect(await actions('gamma', 'platform-engineer')).toMatchObject({
        terminate: {
          allowed: false,
          reason: expect.stringContaining('Nobody owns it'),
        },
      });
      expect(await actions('Alpha')).toMatchObject({
        update: { allowed: false, reason: 'Every change needs a user.' },
      });
    });
  });
});
