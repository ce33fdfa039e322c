import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { ORGANIZATION_FILE } from '../paths';
import { products } from '../products';
import { checkOrganization, readOrganization } from './readOrganization';

const KEYS = products.map(({ key }) => key);

/** The committed configuration, with one thing changed; `undefined` takes it away. */
function changed(path: (string | number)[], value: unknown): unknown {
  const content = parse(readFileSync(ORGANIZATION_FILE, 'utf8'));
  const parent = path
    .slice(0, -1)
    .reduce((object, part) => object[part], content);
  parent[path[path.length - 1]] = value;
  return content;
}

describe('the configuration', () => {
  it('that is committed is valid, and has its defaults filled in', () => {
    const { portfolios } = readOrganization(ORGANIZATION_FILE, KEYS);
    expect(
      portfolios['developer-self-service'].products['launch-failure-example'],
    ).toEqual({ tagUpdates: false, notify: false, rules: [] });
    expect(portfolios.networking.shares).toEqual([
      { organizationalUnit: 'workloads', tagOptions: false, principals: false },
    ]);
  });

  it.each([
    [
      ['accounts', 'management'],
      999999999999,
      'accounts.management: has to be text: put quotes around the account id',
    ],
    [
      ['accounts', 'provisioning'],
      '1111',
      'accounts.provisioning: has to be an account id of 12 digits',
    ],
    [
      ['accounts', 'projects', 'payments', 'id'],
      '111111111111',
      'accounts.projects.payments.id: 111111111111 is accounts.provisioning already',
    ],
    [
      ['accounts', 'projects', 'payments', 'organizationalUnit'],
      'labs',
      "accounts.projects.payments.organizationalUnit: 'labs' is not one of organizationalUnits",
    ],
    [['regoin'], 'eu-west-1', 'regoin: there is no such key'],
    [
      ['organizationalUnits', 'workloads'],
      'workloads',
      'organizationalUnits.workloads: has to be the id of an organizational unit, such as ou-ab12-cd34ef56',
    ],
    [
      ['portfolios', 'networking', 'products', 'vpc'],
      {},
      `portfolios.networking.products.vpc: there is no such product; there are ${KEYS.join(
        ', ',
      )}`,
    ],
    [
      ['portfolios', 'data-services', 'shares', 0],
      { account: 'nobody' },
      "portfolios.data-services.shares[0].account: 'nobody' is not one of accounts.projects",
    ],
    [
      ['portfolios', 'data-services', 'shares', 0],
      { account: 'payments', principals: true },
      'portfolios.data-services.shares[0].principals: there is no such key',
    ],
    [
      ['portfolios', 'data-services', 'shares', 0],
      { with: 'payments' },
      'portfolios.data-services.shares[0]: has to have one of organization: true, organizationalUnit, account, externalAccount',
    ],
    [
      ['portfolios', 'data-services', 'shares', 1],
      { account: 'payments', tagOptions: true },
      'portfolios.data-services.shares[1]: the same is shared with twice',
    ],
    [
      ['localPortfolios', 'payments-databases', 'products', 'sqs-queue'],
      {},
      "localPortfolios.payments-databases.products.sqs-queue: portfolio 'developer-self-service' has no such product",
    ],
    [
      ['localPortfolios', 'payments-databases', 'from'],
      'data-services',
      "localPortfolios.payments-databases.products.postgresql-rds-instance: portfolio 'data-services' has no such product",
    ],
  ])('is refused for a wrong %j, naming it', (path, value, message) => {
    expect(() => checkOrganization(changed(path, value), KEYS)).toThrow(
      message,
    );
  });

  it('is refused when the local portfolio cannot be reached by a share', () => {
    const content = changed(
      ['portfolios', 'developer-self-service', 'shares'],
      [{ account: 'search' }],
    );
    expect(() => checkOrganization(content, KEYS)).toThrow(
      "localPortfolios.payments-databases.from: 'developer-self-service' is not shared with account 'payments'",
    );
  });

  it('is refused when there is none', () => {
    expect(() => readOrganization('/nowhere.yaml', KEYS)).toThrow(
      /^\/nowhere\.yaml cannot be read: Error: ENOENT/,
    );
  });
});
