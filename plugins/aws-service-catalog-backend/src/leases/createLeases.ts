import {
  AuditorService,
  AuthService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { NotificationService } from '@backstage/plugin-notifications-node';
import { SignalsService } from '@backstage/plugin-signals-node';
import { Knex } from 'knex';
import { ClockService } from 'backstage-plugin-aws-service-catalog-node';
import { Authorizer } from '../authorize';
import { PluginConfig } from '../config';
import { MemberDirectory } from '../MemberDirectory';
import {
  OrderAudience,
  OutboxDeliverer,
  PortalOrders,
  StepBoundaryService,
} from '../orders';
import { OrderLinks, ProvisionedProductsService } from '../provisionedProducts';
import { LeaseBook } from './LeaseBook';
import { LeaseKeeper } from './LeaseKeeper';
import { LeasesService } from './LeasesService';
import { LeaseStatistics } from './LeaseStatistics';
import { LeaseStore } from './LeaseStore';
import { LeaseSubjects } from './LeaseSubjects';
import { LeaseSurvey } from './LeaseSurvey';
import { LeaseSweeper } from './LeaseSweeper';
import { LeaseWatch } from './LeaseWatch';
import { LeaseAuditChannel } from './telling/LeaseAuditChannel';
import { LeaseNotificationChannel } from './telling/LeaseNotificationChannel';
import { LeaseSignalChannel } from './telling/LeaseSignalChannel';
import { leaseOutbox } from './writeLeases';

const TOLD_AT_ONCE = 5;

/** Puts together what orders and the inventory are told of leases. */
export function createLeaseBook(options: {
  config: PluginConfig;
  knex: Knex;
  clock: ClockService;
}) {
  return new LeaseBook({ ...options, store: new LeaseStore() });
}

/**
 * Puts together everything about leases.
 *
 * @param options.wake - asks for a delivery of what is to be told, as soon as possible
 */
export function createLeases(options: {
  config: PluginConfig;
  knex: Knex;
  clock: ClockService;
  logger: LoggerService;
  auditor: AuditorService;
  auth: AuthService;
  catalog: CatalogService;
  notifications: NotificationService;
  signals: SignalsService;
  authorizer: Authorizer;
  provisionedProducts: ProvisionedProductsService;
  orderLinks: OrderLinks;
  portalOrders: PortalOrders;
  stepBoundary: StepBoundaryService;
  book: LeaseBook;
  wake: () => void;
}) {
  const { config, knex, wake: onChanged } = options;
  const store = new LeaseStore();
  const subjects = new LeaseSubjects({ config, knex });
  const watch = new LeaseWatch(knex);
  const telling = { ...options, store, subjects, watch, onChanged };
  const audience = new OrderAudience({
    ...options,
    members: new MemberDirectory(options),
    operators: config.operators,
  });
  return {
    statistics: new LeaseStatistics(options),
    service: new LeasesService({ ...options, store, onChanged }),
    keeper: new LeaseKeeper({
      ...telling,
      survey: new LeaseSurvey({
        knex,
        subjects,
        orders: options.orderLinks,
      }),
      sweeper: new LeaseSweeper({ ...telling }),
    }),
    outbox: new OutboxDeliverer({
      ...options,
      outbox: leaseOutbox,
      subjectName: 'lease',
      find: row => store.findTold(knex, row),
      random: Math.random,
      // Leases that began together end together, and everybody is to be warned of thousands of them.
      atOnce: TOLD_AT_ONCE,
      channels: [
        new LeaseNotificationChannel({ ...telling, audience }),
        new LeaseSignalChannel({ ...telling, audience }),
        new LeaseAuditChannel(options.auditor),
      ],
    }),
  };
}
