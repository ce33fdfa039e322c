import { callerFromArn } from '../catalog/Caller';
import { createClock } from '../clock';
import { Emulator } from '../Emulator';
import { seed } from '../seed/seed';
import { settingsOf } from '../settings';
import { createStack } from '../stacks/createStack';
import { IdGenerator } from '../state/ids';
import { Organization } from '../state/Organization';
import { World } from '../state/World';
import { TemplateLoader } from '../templates/TemplateLoader';
import { TEMPLATE_BASE, temporaryFolder } from './harness';
import { seedTemplate } from './seeds';

/** The accounts of {@link randomWorld}; the first one is the management account. */
export const RANDOM_WORLD_ACCOUNTS = ['123456789012', '210987654321'];

const TEMPLATES: { [name: string]: object } = {
  v1: {
    Resources: {
      Queue: { Type: 'AWS::SQS::Queue' },
      Log: { Type: 'AWS::Logs::LogGroup', DeletionPolicy: 'Retain' },
    },
  },
  v2: {
    Resources: {
      Queue: { Type: 'AWS::SQS::Queue' },
      Other: { Type: 'AWS::SQS::Queue' },
      Table: { Type: 'AWS::DynamoDB::Table' },
      Key: { Type: 'AWS::IAM::Role' },
    },
  },
};

/** Numbers that look random and are the same in each run. */
export function numbers(start: number) {
  let state = start;
  return (below: number) => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return Math.floor((state / 2147483648) * below);
  };
}

/**
 * An emulator with two accounts of an organisation, in which things happen at random.
 *
 * @param random - a whole number from 0 up to below another
 */
export async function randomWorld(random: (below: number) => number) {
  const organization = new Organization({
    managementAccountId: RANDOM_WORLD_ACCOUNTS[0],
    accounts: [RANDOM_WORLD_ACCOUNTS[1]],
  });
  const folder = await temporaryFolder(
    Object.fromEntries(
      Object.entries(TEMPLATES).map(([name, template]) => [
        `${name}.json`,
        JSON.stringify(template),
      ]),
    ),
  );
  const clock = createClock({ mode: 'manual', start: Date.UTC(2026, 0, 5, 9) });
  const emulator = new Emulator({
    world: new World(new IdGenerator('costs'), { organization }),
    clock,
    settings: settingsOf({}),
    templates: new TemplateLoader({
      bases: { [TEMPLATE_BASE]: folder },
      allowedHosts: [],
    }),
  });
  for (const accountId of RANDOM_WORLD_ACCOUNTS) {
    const template = seedTemplate({
      Stacks: {
        products: { Stack: 'v1.json' },
        principals: [`arn:aws:iam::${accountId}:user/emulator`],
        constraints: {
          Stack: [
            {
              Type: 'AWS::ServiceCatalog::ResourceUpdateConstraint',
              Properties: { TagUpdateOnProvisionedProduct: 'ALLOWED' },
            },
          ],
        },
      },
    });
    const { Stack } = template.Resources as {
      [id: string]: { Properties: { [name: string]: unknown } };
    };
    Stack.Properties.ProvisioningArtifactParameters = Object.keys(
      TEMPLATES,
    ).map(Name => ({
      Name,
      Info: { LoadTemplateFromURL: `${TEMPLATE_BASE}${Name}.json` },
    }));
    await seed(
      emulator,
      { template },
      { accountId, region: 'us-east-1', exports: new Map() },
    );
  }
  const request = (operation: string, accountId: string) => ({
    operation,
    caller: callerFromArn(`arn:aws:iam::${accountId}:user/emulator`),
    region: 'us-east-1',
  });
  const execute = (operation: string, accountId: string, input: object) =>
    emulator.execute({ ...request(operation, accountId), input });
  const one = <T>(all: readonly T[]) => all[random(all.length)];
  const version = () => one(Object.keys(TEMPLATES));
  const tags = () =>
    [
      { Key: 'team', Value: one(['red', 'green', 'blue']) },
      { Key: 'purpose', Value: `${random(1000)}` },
      { Key: 'note', Value: 'x' },
    ].slice(random(3));
  let count = 0;
  const launch = async () => {
    count += 1;
    await execute('ProvisionProduct', one(RANDOM_WORLD_ACCOUNTS), {
      ProductName: 'Stack',
      ProvisioningArtifactName: version(),
      ProvisionedProductName: `stack-${count}`,
      ProvisionToken: `launch-${count}`,
      Tags: tags(),
    });
  };
  /** Something happens to a provisioned product that is not under change, if there is one. */
  const change = async (
    operation: string,
    input: (accountId: string) => object,
  ) => {
    count += 1;
    const accountId = one(RANDOM_WORLD_ACCOUNTS);
    const { provisionedProducts } = emulator.parts.world.account(
      accountId,
      'us-east-1',
    );
    const idle = [...provisionedProducts.values()].filter(
      ({ status }) => status !== 'UNDER_CHANGE',
    );
    if (idle.length > 0) {
      const ProvisionedProductId = one(idle).id;
      await execute(operation, accountId, {
        ProvisionedProductId,
        ...input(accountId),
      });
    }
  };
  const update = () =>
    change('UpdateProvisionedProduct', () => ({
      ProductName: 'Stack',
      ProvisioningArtifactName: version(),
      UpdateToken: `update-${count}`,
      Tags: tags(),
    }));
  const terminate = () =>
    change('TerminateProvisionedProduct', () => ({
      TerminateToken: `terminate-${count}`,
      RetainPhysicalResources: random(4) === 0,
    }));
  const transfer = () =>
    change('UpdateProvisionedProductProperties', accountId => ({
      ProvisionedProductProperties: {
        OWNER: `arn:aws:iam::${accountId}:user/other`,
      },
      IdempotencyToken: `transfer-${count}`,
    }));
  const stack = async () => {
    count += 1;
    createStack(
      emulator.contextOf(request('CreateStack', one(RANDOM_WORLD_ACCOUNTS))),
      {
        name: `own-${count}`,
        template: JSON.stringify(TEMPLATES[version()]),
        parameters: {},
        // Service Catalog takes no empty values, but CloudFormation does.
        tags: [...tags(), { Key: 'empty', Value: '' }],
      },
    );
  };
  const fail = async () => {
    emulator.faults.add({
      kind: one(['updateFailure', 'provisionFailure', 'terminateFailure']),
      reason: 'Denied',
      count: 1,
    });
  };
  const restore = async () => {
    const data = JSON.parse(JSON.stringify(emulator.parts.world.toData()));
    emulator.replaceWorld(World.fromData(data, { organization }));
  };
  const wait = async () => clock.advance(1 + random(90_000));
  return {
    emulator,
    launch,
    step: () =>
      one([
        launch,
        launch,
        update,
        update,
        update,
        terminate,
        transfer,
        stack,
        fail,
        restore,
        wait,
        wait,
        wait,
      ])(),
  };
}
