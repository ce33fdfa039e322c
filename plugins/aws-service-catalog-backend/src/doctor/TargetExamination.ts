import { DoctorFinding } from 'backstage-plugin-aws-service-catalog-common';
import { AwsTarget, isAwsCallError } from '../aws';
import { PluginConfig, TargetConfig } from '../config';
import { LaunchForms, ProductStore, StoredProduct } from '../products';
import { ProvisionedProductStore } from '../provisionedProducts';
import { TargetsService } from '../targets';
import { ExaminedForm, examineProduct, newestVersion } from './examineProduct';
import {
  examineCopy,
  examineIdentity,
  examineLostRoles,
  examineShares,
  toFinding,
  toFormFinding,
} from './examineTarget';
import { finding } from './findings';

/** At most so many launch forms are read per target and run; each may take a call. */
const MOST_FORMS = 500;

const PAGE_SIZE = 100;

/** Looks at one target and its products once. */
export class TargetExamination {
  /** What is wrong. */
  readonly findings: DoctorFinding[] = [];
  products: readonly StoredProduct[] = [];
  /** The launch forms that were read. */
  readonly forms: ExaminedForm[] = [];
  /** Whether the forms of every product were read. */
  isComplete = true;

  /** Whether there is a point in calling AWS. */
  private mayCall = false;

  constructor(
    private readonly target: AwsTarget,
    private readonly options: {
      config: PluginConfig;
      targetsService: TargetsService;
      productStore: ProductStore;
      provisionedProductStore: ProvisionedProductStore;
      forms: LaunchForms;
      signal?: AbortSignal;
    },
  ) {}

  /** @throws what is no failed call to AWS */
  async run(config: TargetConfig): Promise<void> {
    const { targetsService, provisionedProductStore, signal } = this.options;
    const { name } = this.target;
    this.products = await this.listProducts();
    const [status] = await targetsService.statuses({
      targets: new Map([[name, []]]),
    });
    const identity = await examineIdentity(this.target);
    this.findings.push(
      ...identity.findings,
      ...examineCopy(config, status, {
        products: this.products.length,
        arn: identity.arn,
      }),
      ...examineLostRoles(
        name,
        await provisionedProductStore.listByLostLaunchRole(name),
      ),
    );
    this.mayCall = identity.arn !== undefined;
    if (this.mayCall) {
      await this.noting(async () => {
        this.findings.push(...(await examineShares(this.target, signal)));
      });
    }
    for (const product of this.products) {
      signal?.throwIfAborted();
      const forms = await this.readForms(product);
      this.forms.push(...forms);
      this.findings.push(
        ...examineProduct(product, forms, config, this.options.config),
      );
    }
    if (this.forms.length >= MOST_FORMS && !this.isComplete) {
      this.findings.push(
        finding(
          'not-examined',
          `${MOST_FORMS} launch forms were looked at, and there are more.`,
          { target: name },
        ),
      );
    }
  }

  /** The forms of the newest version that may be launched, one for each launch path. */
  private async readForms(product: StoredProduct): Promise<ExaminedForm[]> {
    const version = newestVersion(product);
    const forms: ExaminedForm[] = [];
    for (const path of version ? product.paths : []) {
      const count = this.forms.length + forms.length;
      if (!version || !this.mayCall || count >= MOST_FORMS) {
        break;
      }
      await this.noting(
        async () => {
          const form = await this.options.forms.read({
            target: this.target.name,
            productId: product.id,
            versionId: version.id,
            pathId: path.id,
          });
          const { portfolioName } = path;
          forms.push({ ...form, versionName: version.name, portfolioName });
        },
        error => toFormFinding(error, this.target.name, product, version),
      );
    }
    if (version && forms.length < product.paths.length) {
      this.isComplete = false;
    }
    return forms;
  }

  /**
   * Does something that calls AWS, and notes what a failure says about the target, once.
   *
   * @param describe - makes a finding of a failure that says nothing about the target
   */
  private async noting(
    work: () => Promise<void>,
    describe?: (error: unknown) => DoctorFinding,
  ): Promise<void> {
    try {
      await work();
    } catch (error) {
      const found = isAwsCallError(error) ? toFinding(error) : undefined;
      if (found) {
        this.mayCall = found.code === 'permission-missing';
        if (!this.findings.some(each => each.message === found.message)) {
          this.findings.push(found);
        }
      } else if (describe) {
        this.findings.push(describe(error));
      } else {
        throw error;
      }
    }
  }

  private async listProducts(): Promise<StoredProduct[]> {
    const products: StoredProduct[] = [];
    let cursor: string | undefined;
    do {
      const page = await this.options.productStore.list(
        { targets: [this.target.name], policy: { result: 'allow' } },
        { limit: PAGE_SIZE, cursor },
      );
      products.push(...page.items);
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    return products;
  }
}
