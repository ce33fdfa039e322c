import { AuthService, LoggerService } from '@backstage/backend-plugin-api';
import { CatalogService } from '@backstage/plugin-catalog-node';
import {
  DoctorFinding,
  ListCostsResponse,
} from 'backstage-plugin-aws-service-catalog-common';
import { ClockService } from 'backstage-plugin-aws-service-catalog-node';
import { AwsTargets } from '../aws';
import { PluginConfig } from '../config';
import { MemberDirectory } from '../MemberDirectory';
import { LaunchForms, ProductStore } from '../products';
import { ProvisionedProductStore } from '../provisionedProducts';
import { TargetsService } from '../targets';
import { DoctorStore } from './DoctorStore';
import { examinePolicies } from './examinePolicies';
import {
  examineApprovers,
  examineCosts,
  examineRefs,
  examineVersions,
} from './examinePortal';
import { sortFindings } from './findings';
import { TargetExamination } from './TargetExamination';

/** Looks for what is wrong with how the portal, its targets and their products are set up. */
export class Doctor {
  constructor(
    private readonly options: {
      config: PluginConfig;
      targets: AwsTargets;
      targetsService: TargetsService;
      productStore: ProductStore;
      provisionedProductStore: ProvisionedProductStore;
      forms: LaunchForms;
      members: MemberDirectory;
      catalog: CatalogService;
      auth: AuthService;
      /** How costs are read, as operators are told. */
      readCosts: () => Promise<
        Pick<ListCostsResponse, 'status' | 'message' | 'payers'>
      >;
      packageVersions: ReadonlyMap<string, string>;
      store: DoctorStore;
      clock: ClockService;
      logger: LoggerService;
    },
  ) {}

  /** Looks at everything, one target after the other, and keeps what it finds. */
  async run(signal?: AbortSignal): Promise<void> {
    const { config, store, clock, targets, logger } = this.options;
    await store.begin(clock.now().toISOString());
    try {
      const seen: TargetExamination[] = [];
      for (const targetConfig of config.targets) {
        signal?.throwIfAborted();
        const examination = new TargetExamination(
          targets.get(targetConfig.name),
          { ...this.options, signal },
        );
        await examination.run(targetConfig);
        seen.push(examination);
      }
      const findings = [
        ...seen.flatMap(each => each.findings),
        ...(await this.examinePortal(seen)),
      ];
      const products = seen.reduce(
        (sum, each) => sum + each.products.length,
        0,
      );
      await store.end({
        at: clock.now().toISOString(),
        products,
        findings: sortFindings(findings),
      });
      logger.debug(
        `Looked at ${products} products: ${findings.length} findings`,
      );
    } catch (error) {
      await store.end();
      throw error;
    }
  }

  /** What is wrong with the configuration, and with what all targets have in common. */
  private async examinePortal(
    seen: readonly TargetExamination[],
  ): Promise<DoctorFinding[]> {
    const { config, members, packageVersions, readCosts } = this.options;
    const products = seen.flatMap(each => each.products);
    const forms = seen.flatMap(each => each.forms);
    const isComplete = seen.every(each => each.isComplete);
    return [
      ...(await examineRefs(this.options)),
      ...(await examineApprovers(config, members)),
      ...examinePolicies(config, {
        products: new Set(products.flatMap(({ id, name }) => [id, name])),
        portfolios: new Set(
          products.flatMap(({ paths }) =>
            paths.map(({ portfolioName }) => portfolioName),
          ),
        ),
        targets: new Set(config.targets.map(({ name }) => name)),
        owners: new Set(config.targets.flatMap(({ owners }) => owners)),
        parameters: isComplete
          ? new Set(
              forms.flatMap(({ parameters }) =>
                parameters.map(({ key }) => key),
              ),
            )
          : undefined,
      }),
      ...examineCosts(await readCosts()),
      ...examineVersions(packageVersions),
    ];
  }
}
