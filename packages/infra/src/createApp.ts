import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { Organization } from './config/organization';
import { SNAPSHOTS } from './paths';
import { products } from './products';
import { CatalogStack } from './stacks/CatalogStack';
import { ExternalStack } from './stacks/ExternalStack';
import { ManagementStack } from './stacks/ManagementStack';
import { RolesStack } from './stacks/RolesStack';

/**
 * The app: a stack for the management account, two for the hub, and one for each account outside the organisation.
 * Nothing is looked up in AWS.
 *
 * @param options.outdir - where `synth` writes
 * @param options.snapshots - the folder that keeps the templates of product versions
 * @throws Error when the template of a version is not the one that was kept for it
 */
export function createApp(options: {
  organization: Organization;
  outdir?: string;
  snapshots?: string;
}): App {
  const { organization, outdir, snapshots = SNAPSHOTS } = options;
  const { accounts, region, portfolios } = organization;
  const app = new App({
    outdir,
    analyticsReporting: false,
    // Templates say the same wherever they are synthesized.
    treeMetadata: false,
  });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
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
