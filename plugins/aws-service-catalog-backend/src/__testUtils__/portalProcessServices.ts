/*
 * What a portal process has in place of services that would need more plugins: callers, permissions, the catalog, and those who
 * are told. They are written out here because Backstage's mocks of them take longer to load than everything else.
 */
import {
  AuditorService,
  AuthService,
  BackstageCredentials,
  coreServices,
  createServiceFactory,
  HttpAuthService,
  PermissionsService,
  RootLoggerService,
  ServiceFactory,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import { InMemoryCatalogClient } from '@backstage/catalog-client/testUtils';
import { Entity } from '@backstage/catalog-model';
import { AuthenticationError } from '@backstage/errors';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { EventsService, eventsServiceRef } from '@backstage/plugin-events-node';
import {
  notificationService,
  NotificationService,
} from '@backstage/plugin-notifications-node';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  SignalsService,
  signalsServiceRef,
} from '@backstage/plugin-signals-node';
import { OrderEventPayload } from 'backstage-plugin-aws-service-catalog-node';
import { component } from './entities';

const PAYMENTS = 'group:default/team-payments';

/** The group of each user. */
const groups: Readonly<Record<string, string>> = {
  'user:default/payments-dev': PAYMENTS,
  'user:default/platform-engineer': 'group:default/platform-engineering',
};

const entities: Entity[] = [
  component('payments-api', PAYMENTS),
  ...Object.entries(groups).map(([user, group]) => ({
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Group',
    metadata: { name: group.split('/')[1], namespace: 'default' },
    relations: [{ type: 'hasMember', targetRef: user }],
  })),
];

type Principal = { type: 'user' | 'service'; userEntityRef?: string };

function credentialsOf(principal: Principal): BackstageCredentials<Principal> {
  return { $$type: '@backstage/BackstageCredentials', principal };
}

function principalOf({ principal }: BackstageCredentials): Principal {
  return principal as Principal;
}

const auth: Pick<AuthService, 'getOwnServiceCredentials' | 'isPrincipal'> = {
  getOwnServiceCredentials: async () =>
    credentialsOf({ type: 'service' }) as Awaited<
      ReturnType<AuthService['getOwnServiceCredentials']>
    >,
  isPrincipal: ((credentials: BackstageCredentials, type: string) =>
    principalOf(credentials).type === type) as AuthService['isPrincipal'],
};

/** The caller is whom the request names: `authorization: Bearer user:default/payments-dev`. */
const httpAuth: Pick<HttpAuthService, 'credentials'> = {
  credentials: (async ({ headers }) => {
    const [, userEntityRef = ''] = headers.authorization?.split(' ') ?? [];
    if (!Object.hasOwn(groups, userEntityRef)) {
      throw new AuthenticationError('Nobody is signed in');
    }
    return credentialsOf({ type: 'user', userEntityRef });
  }) as HttpAuthService['credentials'],
};

/** Backstage's own, and its auditor, would first compile the configuration schemas of every package, to know what to keep out of the log. */
const logger: RootLoggerService = {
  error: message => log('error', message),
  warn: message => log('warn', message),
  info: () => {},
  debug: () => {},
  child: () => logger,
};

function log(level: string, message: string) {
  process.stderr.write(`${level} ${message}\n`);
}

/** A service of which no more is there than the plugin uses. */
function only<TService>(implementation: Partial<TService>): () => TService {
  return () => implementation as TService;
}

/**
 * The services of a portal process that are not those of a real installation. The plugin waits until those who get something are
 * done with it.
 *
 * @param options.onTold - gets each event that the plugin tells other plugins
 * @param options.onNotified - gets each notification that it sends
 */
export function createStandIns(options: {
  onTold: (event: OrderEventPayload) => Promise<void>;
  onNotified: NotificationService['send'];
}): ServiceFactory[] {
  const deps = {};
  return [
    createServiceFactory({
      service: coreServices.auth,
      deps,
      factory: only<AuthService>(auth),
    }),
    createServiceFactory({
      service: coreServices.httpAuth,
      deps,
      factory: only<HttpAuthService>(httpAuth),
    }),
    createServiceFactory({
      service: coreServices.rootLogger,
      deps,
      factory: () => logger,
    }),
    createServiceFactory({
      service: coreServices.auditor,
      deps,
      factory: only<AuditorService>({
        createEvent: async () => ({
          success: async () => {},
          fail: async () => {},
        }),
      }),
    }),
    createServiceFactory({
      service: coreServices.permissions,
      deps,
      factory: only<PermissionsService>({
        authorizeConditional: async requests =>
          requests.map(() => ({ result: AuthorizeResult.ALLOW })),
      }),
    }),
    createServiceFactory({
      service: coreServices.userInfo,
      deps,
      factory: only<UserInfoService>({
        getUserInfo: async credentials => {
          const { userEntityRef = '' } = principalOf(credentials);
          return {
            userEntityRef,
            ownershipEntityRefs: [userEntityRef, groups[userEntityRef]],
          };
        },
      }),
    }),
    createServiceFactory({
      service: catalogServiceRef,
      deps,
      factory: () => new InMemoryCatalogClient({ entities }),
    }),
    createServiceFactory({
      service: notificationService,
      deps,
      factory: only<NotificationService>({ send: options.onNotified }),
    }),
    createServiceFactory({
      service: signalsServiceRef,
      deps,
      factory: only<SignalsService>({ publish: async () => {} }),
    }),
    createServiceFactory({
      service: eventsServiceRef,
      deps,
      factory: only<EventsService>({
        publish: async ({ eventPayload }) =>
          options.onTold(eventPayload as OrderEventPayload),
        subscribe: async () => {},
      }),
    }),
  ];
}
