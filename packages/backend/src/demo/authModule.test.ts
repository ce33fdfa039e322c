import request from 'supertest';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import authPlugin from '@backstage/plugin-auth-backend';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import authModule from './authModule';

const paymentsDev = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'User',
  metadata: { name: 'payments-dev', namespace: 'default' },
  spec: { memberOf: ['team-payments'] },
  relations: [{ type: 'memberOf', targetRef: 'group:default/team-payments' }],
};

function startAuthBackend(auth: object) {
  return startTestBackend({
    features: [
      authPlugin,
      authModule,
      catalogServiceMock.factory({ entities: [paymentsDev] }),
      mockServices.rootConfig.factory({
        data: {
          app: { baseUrl: 'http://localhost:3000' },
          backend: { baseUrl: 'http://localhost:7007' },
          auth,
        },
      }),
    ],
  });
}

describe('demo sign-in', () => {
  const nodeEnv = process.env.NODE_ENV;

  afterEach(() => {
    process.env.NODE_ENV = nodeEnv;
  });

  it('signs in a configured user with the teams of the catalog', async () => {
    const { server } = await startAuthBackend({
      providers: { demo: { users: ['payments-dev', 'not-in-the-catalog'] } },
    });
    const signIn = (user: string) =>
      request(server).get('/api/auth/demo/refresh').set('x-demo-user', user);

    const known = await signIn('payments-dev');
    expect(known.status).toBe(200);
    expect(known.body.backstageIdentity.identity).toMatchObject({
      userEntityRef: 'user:default/payments-dev',
      ownershipEntityRefs: [
        'user:default/payments-dev',
        'group:default/team-payments',
      ],
    });

    const unlisted = await signIn('somebody');
    expect(unlisted.status).toBe(401);
    expect(unlisted.body.error.message).toContain('auth.providers.demo.users');

    const uncatalogued = await signIn('not-in-the-catalog');
    expect(uncatalogued.status).toBe(404);

    const nobody = await request(server).get('/api/auth/demo/refresh');
    expect(nobody.status).toBe(401);
    expect(nobody.body.error.message).toContain('x-demo-user');
  });

  it('refuses to start in production', async () => {
    process.env.NODE_ENV = 'production';
    await expect(
      startAuthBackend({ providers: { demo: { users: ['payments-dev'] } } }),
    ).rejects.toThrow(/auth\.providers\.demo .*NODE_ENV/);
  });

  it('is absent where it is not configured', async () => {
    process.env.NODE_ENV = 'production';
    const { server } = await startAuthBackend({ providers: {} });
    const response = await request(server)
      .get('/api/auth/demo/refresh')
      .set('x-demo-user', 'payments-dev');
    expect(response.status).toBe(404);
  });
});
