import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { Organization } from './config/organization';
import { SNAPSHOTS } from './paths';
import { products } from './products';
import { CatalogStack } from './stacks/CatalogStack';
import { ExternalStack } from './stacks/ExternalStack';
import { ManagementStack } from './stacks/ManagementStack';
import { RolesStack } from './stacks/RolesStack';

/** What both apps are made from. */
export interface AppOptions {
  organization: Organization;
  /** Where `synth` writes. */
  outdir?: string;
}

/**
 * The app: a stack for the management account and two for the hub, from where StackSets reach the project accounts.
 * Nothing is looked up in AWS.
 *
 * @param options.snapshots - the folder that keeps the templates of product versions
 * @throws Error when the template of a version is not the one that was kept for it
 */
export function createApp(options: AppOptions & { snapshots?: string }): App {
  const { organization, outdir, snapshots = SNAPSHOTS } = options;
  const { accounts, region } = organization;
  const app = newApp(outdir);
  const hub = { account: accounts.provisioning, region };
  const management = new ManagementStack(app, 'Management', {
    env: { account: accounts.management, region },
    description:
      'AWS Service Catalog across the organisation, its delegated administrator, and the protection of tags',
    organization,
  });
  const roles = new RolesStack(app, 'Roles', {
    env: hub,
    description:
      'Roles that products are launched with, and that Backstage orders with',
    organization,
    products,
  });
  const catalog = new CatalogStack(app, 'Catalog', {
    env: hub,
    description: 'Products, portfolios, and who they are shared with',
    organization,
    products,
    roles: roles.stackSet,
    snapshots,
  });
  roles.addStackDependency(
    management,
    'the hub becomes an administrator there',
  );
  catalog.addStackDependency(roles, 'launch constraints name the roles');
  return app;
}

/** The app that accounts outside the organisation deploy themselves: a stack for each that something is shared with. */
export function createExternalApp({ organization, outdir }: AppOptions): App {
  const { accounts, portfolios, region } = organization;
  const app = newApp(outdir);
  for (const [key, { id }] of Object.entries(accounts.external)) {
    const received = Object.entries(portfolios).filter(([, { shares }]) =>
      shares.some(
        share => 'externalAccount' in share && share.externalAccount === key,
      ),
    );
    if (received.length > 0) {
      const keys = new Set(
        received.flatMap(([, portfolio]) => Object.keys(portfolio.products)),
      );
      new ExternalStack(app, `External-${key}`, {
        env: { account: id, region },
        description: `What the account ${key} needs of AWS Service Catalog`,
        portfolios: received.map(([portfolioKey, { name }]) => ({
          key: portfolioKey,
          name,
        })),
        products: products.filter(product => keys.has(product.key)),
      });
    }
  }
  return app;
}

function newApp(outdir: string | undefined): App {
  const app = new App({
    outdir,
    analyticsReporting: false,
    // Templates say the same wherever they are synthesized.
    treeMetadata: false,
  });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  return app;
}
