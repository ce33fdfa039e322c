import { AuthService, LoggerService } from '@backstage/backend-plugin-api';
import { CatalogService } from '@backstage/plugin-catalog-node';
import {
  DoctorFinding,
  ListCostsResponse,
} from 'backstage-plugin-aws-service-catalog-common';
import { ClockService } from 'backstage-plugin-aws-service-catalog-node';
import { AwsTarget, AwsTargets, isAwsCallError } from '../aws';
import { PluginConfig } from '../config';
import { MemberDirectory } from '../MemberDirectory';
import { LaunchForms, ProductStore, StoredProduct } from '../products';
import { TargetsService } from '../targets';
import { DoctorStore } from './DoctorStore';
import { examinePolicies } from './examinePolicies';
import {
  examineCosts,
  examineVersions,
  listApprovals,
  listRefs,
} from './examinePortal';
import { ExaminedForm, examineProduct, newestVersion } from './examineProduct';
import {
  examineCopy,
  examineIdentity,
  examineShares,
  toFinding,
} from './examineTarget';
import { finding, sortFindings } from './findings';

/** At most so many launch forms are read per target and run; each may take a call. */
const MOST_FORMS = 500;

const PAGE_SIZE = 100;

/** What was seen of a target, for what is examined afterwards. */
type Seen = {
  products: readonly StoredProduct[];
  forms: ExaminedForm[];
  /** Whether every product's forms were read. */
  complete: boolean;
};

/** Looks for what is wrong with how the portal, its targets and their products are set up. */
export class Doctor {
  constructor(
    private readonly options: {
      config: PluginConfig;
      targets: AwsTargets;
      targetsService: TargetsService;
      productStore: ProductStore;
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
    const { store, clock, targets, logger } = this.options;
    await store.begin(clock.now().toISOString());
    try {
      const findings: DoctorFinding[] = [];
      const seen: Seen[] = [];
      for (const target of targets.list()) {
        signal?.throwIfAborted();
        seen.push(await this.examineTarget(target, findings, signal));
      }
      findings.push(...(await this.examinePortal(seen)));
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

  private async examineTarget(
    target: AwsTarget,
    findings: DoctorFinding[],
    signal: AbortSignal | undefined,
  ): Promise<Seen> {
    const { config, targetsService } = this.options;
    const targetConfig = config.targets.find(
      ({ name }) => name === target.name,
    );
    const products = await this.listProducts(target.name);
    const seen: Seen = { products, forms: [], complete: true };
    if (!targetConfig) {
      return seen;
    }
    const [status] = await targetsService.statuses({
      targets: new Map([[target.name, []]]),
    });
    const identity = await examineIdentity(target);
    findings.push(
      ...identity.findings,
      ...examineCopy(targetConfig, status, {
        products: products.length,
        arn: identity.arn,
      }),
    );
    let mayCall = identity.arn !== undefined;
    /** Notes what a failed call says about the target, once, and whether there is a point in calling again. */
    const note = (error: unknown): boolean => {
      const found = isAwsCallError(error) && toFinding(error);
      if (!found) {
        return false;
      }
      if (!findings.some(({ message }) => message === found.message)) {
        findings.push(found);
      }
      mayCall = found.code === 'permission-missing';
      return true;
    };
    if (mayCall) {
      try {
        findings.push(...(await examineShares(target, signal)));
      } catch (error) {
        if (!note(error)) {
          throw error;
        }
      }
    }
    for (const product of products) {
      signal?.throwIfAborted();
      const forms: ExaminedForm[] = [];
      const version = newestVersion(product);
      for (const path of version ? product.paths : []) {
        if (!mayCall || seen.forms.length >= MOST_FORMS || !version) {
          seen.complete = false;
          break;
        }
        try {
          const form = await this.options.forms.read({
            target: target.name,
            productId: product.id,
            versionId: version.id,
            pathId: path.id,
          });
          forms.push({
            ...form,
            versionName: version.name,
            portfolioName: path.portfolioName,
          });
        } catch (error) {
          seen.complete = false;
          if (!note(error)) {
            findings.push(toFormFinding(error, target.name, product, version));
          }
        }
      }
      seen.forms.push(...forms);
      findings.push(...examineProduct(product, forms, targetConfig, config));
    }
    if (seen.forms.length >= MOST_FORMS && !seen.complete) {
      findings.push(
        finding(
          'not-examined',
          `${MOST_FORMS} launch forms were looked at, and there are more.`,
          { target: target.name },
        ),
      );
    }
    return seen;
  }

  /** What is wrong with the configuration, and with what all targets have in common. */
  private async examinePortal(seen: readonly Seen[]): Promise<DoctorFinding[]> {
    const { config, members, packageVersions, readCosts } = this.options;
    const products = seen.flatMap(each => each.products);
    const forms = seen.flatMap(each => each.forms);
    const isComplete = seen.every(({ complete }) => complete);
    const nobody: DoctorFinding[] = [];
    for (const { where, approvers, quorum } of listApprovals(config)) {
      const users = await members.listUsers(approvers);
      if (users.size < quorum) {
        nobody.push(
          finding(
            'nobody-approves',
            `${where} takes ${quorum} to approve, and ${approvers.join(
              ', ',
            )} stand for ${users.size}.`,
          ),
        );
      }
    }
    return [
      ...(await this.examineRefs()),
      ...nobody,
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

  /** References that the catalog does not know. */
  private async examineRefs(): Promise<DoctorFinding[]> {
    const { config, catalog, auth } = this.options;
    const named = listRefs(config);
    const refs = [...new Set(named.map(({ ref }) => ref))];
    const { items } = await catalog.getEntitiesByRefs(
      { entityRefs: refs, fields: ['kind'] },
      { credentials: await auth.getOwnServiceCredentials() },
    );
    const unknown = new Set(refs.filter((_, index) => !items[index]));
    return named
      .filter(({ ref }) => unknown.has(ref))
      .map(({ where, ref, target }) =>
        finding(
          'ref-unknown',
          `The catalog does not know ${ref}, named in ${where}.`,
          { target },
        ),
      );
  }

  private async listProducts(target: string): Promise<StoredProduct[]> {
    const products: StoredProduct[] = [];
    let cursor: string | undefined;
    do {
      const page = await this.options.productStore.list(
        { targets: [target], policy: { result: 'allow' } },
        { limit: PAGE_SIZE, cursor },
      );
      products.push(...page.items);
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    return products;
  }
}

function toFormFinding(
  error: unknown,
  target: string,
  { id, name }: StoredProduct,
  version: { name: string },
): DoctorFinding {
  if (!isAwsCallError(error)) {
    throw error;
  }
  return finding(
    'form-unreadable',
    `What version ${version.name} takes cannot be read: ${error.message}`,
    { target, product: { id, name } },
  );
}
