import { readFile, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import {
  callRaw,
  startEmulator,
  temporaryFolder,
} from '../__testUtils__/harness';
import { BUCKET_TEMPLATE, seedTemplate } from '../__testUtils__/seeds';
import {
  createEmulator,
  EmulatorOptions,
  RunningEmulator,
} from '../createEmulator';

const SEEDED: EmulatorOptions & { templates: { [name: string]: string } } = {
  templates: { 'bucket.yaml': BUCKET_TEMPLATE },
  seeds: [
    {
      template: seedTemplate({
        Storage: { products: { Bucket: 'bucket.yaml' } },
      }),
    },
  ],
};

async function snapshotFile() {
  return path.join(await temporaryFolder(), 'state', 'snapshot.json');
}

const provision = (name: string) => ({
  ProductName: 'Bucket',
  ProvisioningArtifactName: 'v1',
  ProvisionedProductName: name,
  ProvisioningParameters: [{ Key: 'BucketPurpose', Value: 'uploads' }],
  ProvisionToken: name,
});

describe('the snapshot', () => {
  it('carries everything over a restart, in the middle of a launch too', async () => {
    const file = await snapshotFile();
    const first = await startEmulator({ ...SEEDED, snapshotFile: file });
    const before = await callRaw(first, 'ProvisionProduct', provision('mine'));
    first.clock.advance(10);
    await first.close();

    const second = await startEmulator({ ...SEEDED, snapshotFile: file });
    expect(second.clock.now()).toBe(first.clock.now());
    const again = await callRaw(second, 'ProvisionProduct', provision('mine'));
    expect(again.body).toEqual(before.body);
    const describe = async () =>
      (await callRaw(second, 'DescribeProvisionedProduct', { Name: 'mine' }))
        .body.ProvisionedProductDetail;
    expect(await describe()).toMatchObject({ Status: 'UNDER_CHANGE' });
    second.clock.advance(10);
    expect(await describe()).toMatchObject({ Status: 'AVAILABLE' });

    const other = await callRaw(second, 'ProvisionProduct', provision('other'));
    const id = (answer: typeof other) =>
      (answer.body.RecordDetail as { RecordId: string }).RecordId;
    expect(id(other)).not.toBe(id(before));
  });

  it('carries shares, copies and budgets over a restart, in the middle of a share too', async () => {
    const options: EmulatorOptions = {
      snapshotFile: await snapshotFile(),
      organization: {
        managementAccountId: '123456789012',
        accounts: ['210987654321'],
      },
    };
    const first = await startEmulator({ ...SEEDED, ...options });
    const { Storage, Bucket } = first.seeded.stacks[0].resources;
    const id = async (
      emulator: RunningEmulator,
      operation: string,
      input: object,
      member: string,
    ) => (await callRaw(emulator, operation, input)).body[member];
    await callRaw(first, 'EnableAWSOrganizationsAccess', {});
    const share = await id(
      first,
      'CreatePortfolioShare',
      {
        PortfolioId: Storage,
        OrganizationNode: { Type: 'ACCOUNT', Value: '210987654321' },
      },
      'PortfolioShareToken',
    );
    const copy = await id(
      first,
      'CopyProduct',
      {
        SourceProductArn: `arn:aws:catalog:us-east-1:123456789012:product/${Bucket}`,
        TargetProductName: 'Copy',
        IdempotencyToken: 'copy',
      },
      'CopyProductToken',
    );
    await callRaw(first, 'AssociateBudgetWithResource', {
      BudgetName: 'Monthly',
      ResourceId: Bucket,
    });
    await first.close();

    const second = await startEmulator({ ...SEEDED, ...options });
    expect(
      await id(second, 'GetAWSOrganizationsAccessStatus', {}, 'AccessStatus'),
    ).toBe('ENABLED');
    const status = async () => [
      await id(
        second,
        'DescribePortfolioShareStatus',
        { PortfolioShareToken: share },
        'Status',
      ),
      await id(
        second,
        'DescribeCopyProductStatus',
        { CopyProductToken: copy },
        'CopyProductStatus',
      ),
    ];
    expect(await status()).toEqual(['NOT_STARTED', 'IN_PROGRESS']);
    second.clock.advance(3);
    expect(await status()).toEqual(['COMPLETED', 'SUCCEEDED']);
    expect(
      await id(
        second,
        'ListPortfolioAccess',
        { PortfolioId: Storage, OrganizationParentId: '210987654321' },
        'AccountIds',
      ),
    ).toEqual(['210987654321']);
    const copied = await callRaw(second, 'DescribeProductAsAdmin', {
      Name: 'Copy',
    });
    expect(copied.body.ProvisioningArtifactSummaries).toMatchObject([
      { Name: 'v1' },
    ]);
    expect(
      await id(
        second,
        'ListBudgetsForResource',
        { ResourceId: Bucket },
        'Budgets',
      ),
    ).toEqual([{ BudgetName: 'Monthly' }]);
  });

  it('carries plans and service actions', async () => {
    const file = await snapshotFile();
    const first = await startEmulator({ ...SEEDED, snapshotFile: file });
    const { Bucket } = first.seeded.stacks[0].resources;
    const { body: versions } = await callRaw(
      first,
      'ListProvisioningArtifacts',
      { ProductId: Bucket },
    );
    const [{ Id: version }] = versions.ProvisioningArtifactDetails as {
      Id: string;
    }[];
    const onVersion = { ProductId: Bucket, ProvisioningArtifactId: version };
    const { body: plan } = await callRaw(
      first,
      'CreateProvisionedProductPlan',
      {
        ...onVersion,
        PlanName: 'plan',
        PlanType: 'CLOUDFORMATION',
        ProvisionedProductName: 'planned',
        ProvisioningParameters: [{ Key: 'BucketPurpose', Value: 'uploads' }],
        IdempotencyToken: 'plan',
      },
    );
    const { body: action } = await callRaw(first, 'CreateServiceAction', {
      Name: 'Empty',
      DefinitionType: 'SSM_AUTOMATION',
      Definition: { Name: 'EmptyBucket', Version: '1' },
      IdempotencyToken: 'action',
    });
    const { ServiceActionSummary: summary } = action.ServiceActionDetail as {
      ServiceActionSummary: { Id: string };
    };
    await callRaw(first, 'AssociateServiceActionWithProvisioningArtifact', {
      ...onVersion,
      ServiceActionId: summary.Id,
    });
    await first.close();

    const second = await startEmulator({ ...SEEDED, snapshotFile: file });
    second.clock.advance(1);
    const executed = await callRaw(second, 'ExecuteProvisionedProductPlan', {
      PlanId: plan.PlanId,
      IdempotencyToken: 'execute',
    });
    expect(executed.status).toBe(200);
    second.clock.advance(20);
    const described = await callRaw(second, 'DescribeProvisionedProduct', {
      Name: 'planned',
    });
    expect(described.body.ProvisionedProductDetail).toMatchObject({
      Status: 'AVAILABLE',
    });
    const { body } = await callRaw(
      second,
      'ListServiceActionsForProvisioningArtifact',
      onVersion,
    );
    expect(body.ServiceActionSummaries).toEqual([summary]);
  });

  it('is seeded again without duplicates', async () => {
    const file = await snapshotFile();
    const first = await startEmulator({ ...SEEDED, snapshotFile: file });
    await first.close();
    const second = await startEmulator({ ...SEEDED, snapshotFile: file });
    expect(second.seeded).toEqual(first.seeded);
    for (const [operation, member] of [
      ['ListPortfolios', 'PortfolioDetails'],
      ['SearchProductsAsAdmin', 'ProductViewDetails'],
    ]) {
      const { body } = await callRaw(second, operation, {});
      expect(body[member]).toHaveLength(1);
    }
    const { body } = await callRaw(second, 'ListProvisioningArtifacts', {
      ProductId: second.seeded.stacks[0].resources.Bucket,
    });
    expect(body.ProvisioningArtifactDetails).toHaveLength(1);
  });

  it('is written as a whole, a moment after each change', async () => {
    const file = await snapshotFile();
    const emulator = await startEmulator({ snapshotFile: file });
    await callRaw(emulator, 'CreatePortfolio', {
      DisplayName: 'Late',
      ProviderName: 'x',
      IdempotencyToken: 't',
    });
    const deadline = Date.now() + 5000;
    while (!(await readFile(file, 'utf8')).includes('"Late"')) {
      expect(Date.now()).toBeLessThan(deadline);
      await new Promise(setImmediate);
    }
    await emulator.close();
    expect(await readdir(path.dirname(file))).toEqual(['snapshot.json']);
  });

  it.each([
    ['cut off', (text: string) => text.slice(0, -20), 'its end is missing'],
    [
      'cut off between lines',
      (text: string) => text.split('\n').slice(0, -1).join('\n'),
      'its end is missing',
    ],
    [
      'missing a line',
      (text: string) => {
        const lines = text.split('\n');
        return [...lines.slice(0, 2), ...lines.slice(3)].join('\n');
      },
      '(its line 3 is damaged|its end is missing)',
    ],
    [
      'no JSON in the middle',
      (text: string) => text.replace('{"account":', '{"account'),
      'its line 3 is damaged',
    ],
    ['empty', () => '', 'its first line is not valid JSON'],
    [
      'changed by hand',
      (text: string) => text.replace('Storage', 'Stolen'),
      'does not match its digest',
    ],
    [
      'of another version',
      (text: string) => text.replace(/"version":\d+/, '"version":99'),
      'version 99',
    ],
    ['something else', () => '{"hello":"world"}\n{}', 'format'],
  ])('is refused and left alone when it is %s', async (_, damage, reason) => {
    const file = await snapshotFile();
    await (await startEmulator({ ...SEEDED, snapshotFile: file })).close();
    const damaged = damage(await readFile(file, 'utf8'));
    await writeFile(file, damaged);
    const message = expect.stringMatching(
      new RegExp(`^The snapshot .*snapshot.json cannot be used: .*${reason}`),
    );
    await expect(createEmulator({ snapshotFile: file })).rejects.toMatchObject({
      message,
    });
    expect(await readFile(file, 'utf8')).toBe(damaged);
  });

  it('does not hold NoEcho values', async () => {
    const file = await snapshotFile();
    const emulator = await startEmulator({
      snapshotFile: file,
      templates: {
        'secret.yaml': `
Parameters:
  Password: { Type: String, NoEcho: true }
Resources:
  Secret:
    Type: AWS::SecretsManager::Secret
    Properties: { SecretString: !Ref Password }
`,
      },
      seeds: [
        {
          template: seedTemplate({
            Storage: { products: { Secret: 'secret.yaml' } },
          }),
        },
      ],
    });
    const { status } = await callRaw(emulator, 'ProvisionProduct', {
      ...provision('mine'),
      ProductName: 'Secret',
      ProvisioningParameters: [{ Key: 'Password', Value: 'correct horse' }],
    });
    expect(status).toBe(200);
    await emulator.close();
    const text = await readFile(file, 'utf8');
    expect(text).toContain('"Password":"****"');
    expect(text).not.toContain('correct horse');
  });
});
