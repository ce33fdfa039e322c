import {
  AuthService,
  LoggerService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { Knex } from 'knex';
import { ClockService } from 'backstage-plugin-aws-service-catalog-node';
import { AwsTargets } from '../aws';
import { PluginConfig } from '../config';
import { CostsService } from '../costs';
import { MemberDirectory } from '../MemberDirectory';
import { LaunchForms, ProductStore } from '../products';
import { ProvisionedProductStore } from '../provisionedProducts';
import { TargetsService } from '../targets';
import { Doctor } from './Doctor';
import { DoctorService } from './DoctorService';
import { DoctorStore } from './DoctorStore';
import { readPackageVersions } from './packageVersions';
import { createDoctorRequest } from './scheduleDoctor';

/** Puts together everything about the product doctor. */
export function createDoctor(options: {
  config: PluginConfig;
  knex: Knex;
  clock: ClockService;
  logger: LoggerService;
  catalog: CatalogService;
  auth: AuthService;
  scheduler: SchedulerService;
  targets: AwsTargets;
  targetsService: TargetsService;
  productStore: ProductStore;
  provisionedProductStore: ProvisionedProductStore;
  forms: LaunchForms;
  costs: { service: CostsService };
}) {
  const { knex, clock, costs, scheduler } = options;
  const store = new DoctorStore(knex);
  return {
    /** What was found the last time. */
    readReport: () => store.read(clock.now()),
    service: new DoctorService({
      store,
      clock,
      requestRun: createDoctorRequest(scheduler),
    }),
    doctor: new Doctor({
      ...options,
      store,
      members: new MemberDirectory(options),
      packageVersions: readPackageVersions(),
      readCosts: () => costs.service.readOverview({ isOperator: true }),
    }),
  };
}
