import {
  callRaw,
  startEmulator,
  TEMPLATE_BASE,
} from '../__testUtils__/harness';
import {
  AwsModel,
  describeWithReference,
  readServiceCatalogModel,
} from '../__testUtils__/reference';
import { BUCKET_TEMPLATE, CALLER_ARN } from '../__testUtils__/seeds';
import { callSharing, TEST_ORGANIZATION } from '../__testUtils__/sharingCalls';
import { RunningEmulator } from '../createEmulator';
import { operations } from './index';

/**
 * What is wrong with a value according to a shape of AWS's model: members it does not know, values
 * of another type, values outside an enumeration.
 */
function problems(
  model: AwsModel,
  shapeName: string,
  value: unknown,
  path: string,
): string[] {
  const shape = model.shapes[shapeName];
  const wrong = [`${path} is no ${shape.type}: ${JSON.stringify(value)}`];
  switch (shape.type) {
    case 'structure': {
      if (typeof value !== 'object' || value === null) {
        return wrong;
      }
      return Object.entries(value).flatMap(([name, member]) => {
        const reference = shape.members![name];
        return reference
          ? problems(model, reference.shape, member, `${path}.${name}`)
          : [`${path}.${name} is unknown`];
      });
    }
    case 'list':
      return Array.isArray(value)
        ? value.flatMap((member, index) =>
            problems(model, shape.member!.shape, member, `${path}[${index}]`),
          )
        : wrong;
    case 'map':
      return typeof value === 'object' && value !== null
        ? Object.entries(value).flatMap(([key, member]) =>
            problems(model, shape.value!.shape, member, `${path}.${key}`),
          )
        : wrong;
    case 'timestamp':
    case 'integer':
      return typeof value === 'number' ? [] : wrong;
    case 'boolean':
      return typeof value === 'boolean' ? [] : wrong;
    default:
      if (typeof value !== 'string') {
        return wrong;
      }
      return shape.enum && !shape.enum.includes(value)
        ? [`${path} is not in its enumeration: ${value}`]
        : [];
  }
}

type Call = (
  operation: string,
  input: object,
  ...path: (string | number)[]
) => Promise<string>;

/** Everything about plans and service actions, and what else is about a provisioned product. */
async function planAndAct(
  call: Call,
  token: () => string,
  things: {
    product: string;
    version: string;
    mine: string;
    emulator: RunningEmulator;
  },
) {
  const { product, version, mine, emulator } = things;
  const plan = (Value: string) =>
    call(
      'CreateProvisionedProductPlan',
      {
        PlanName: 'plan',
        PlanType: 'CLOUDFORMATION',
        ProductId: product,
        ProvisioningArtifactId: version,
        ProvisionedProductName: 'mine',
        ProvisioningParameters: [{ Key: 'BucketPurpose', Value }],
        IdempotencyToken: token(),
      },
      'PlanId',
    );
  const bad = await plan('Not allowed');
  emulator.clock.advance(1);
  await call('DescribeProvisionedProductPlan', { PlanId: bad });
  await call('DeleteProvisionedProductPlan', {
    PlanId: bad,
    IgnoreErrors: true,
  });
  const PlanId = await plan('archive');
  await call('ListProvisionedProductPlans', { ProvisionProductId: mine });
  emulator.clock.advance(1);
  await call('DescribeProvisionedProductPlan', { PlanId });
  await call('ExecuteProvisionedProductPlan', {
    PlanId,
    IdempotencyToken: token(),
  });
  emulator.clock.advance(20);

  const ServiceActionId = await call(
    'CreateServiceAction',
    {
      Name: 'Empty',
      DefinitionType: 'SSM_AUTOMATION',
      Definition: {
        Name: 'EmptyBucket',
        Version: '1',
        Parameters: '[{"Name":"Bucket","Type":"TARGET"}]',
      },
      IdempotencyToken: token(),
    },
    'ServiceActionDetail',
    'ServiceActionSummary',
    'Id',
  );
  const association = {
    ServiceActionId,
    ProductId: product,
    ProvisioningArtifactId: version,
  };
  await call('UpdateServiceAction', {
    Id: ServiceActionId,
    Description: 'Empties it',
  });
  await call('DescribeServiceAction', { Id: ServiceActionId });
  await call('ListServiceActions', {});
  await call('AssociateServiceActionWithProvisioningArtifact', association);
  await call('BatchAssociateServiceActionWithProvisioningArtifact', {
    ServiceActionAssociations: [association],
  });
  await call('ListServiceActionsForProvisioningArtifact', association);
  await call('ListProvisioningArtifactsForServiceAction', { ServiceActionId });
  const onMine = { ServiceActionId, ProvisionedProductId: mine };
  await call('DescribeServiceActionExecutionParameters', onMine);
  emulator.faults.add({ kind: 'serviceActionFailure', count: 1 });
  const execution = await call(
    'ExecuteProvisionedProductServiceAction',
    { ...onMine, ExecuteToken: token() },
    'RecordDetail',
    'RecordId',
  );
  emulator.clock.advance(20);
  await call('DescribeRecord', { Id: execution });
  await call('DisassociateServiceActionFromProvisioningArtifact', association);
  await call('BatchDisassociateServiceActionFromProvisioningArtifact', {
    ServiceActionAssociations: [association],
  });
  await call('DeleteServiceAction', { Id: ServiceActionId });

  await call('ListStackInstancesForProvisionedProduct', {
    ProvisionedProductId: mine,
  });
  await call('UpdateProvisionedProductProperties', {
    ProvisionedProductId: mine,
    ProvisionedProductProperties: { OWNER: CALLER_ARN },
    IdempotencyToken: token(),
  });
}

/** A page token that no operation ever gives. */
const NEVER_GIVEN = Buffer.from('offset:-1').toString('base64');

/** Calls every operation at least once, with something in each answer. */
async function callEverything() {
  const emulator = await startEmulator({
    templates: { 'bucket.yaml': BUCKET_TEMPLATE },
    organization: TEST_ORGANIZATION,
  });
  const answers: { operation: string; body: unknown }[] = [];
  /** Calls an operation and gives the string at the path in its answer. */
  const callAs = async (
    accessKeyId: string,
    ...[operation, input, ...path]: Parameters<Call>
  ): Promise<string> => {
    if ('PageToken' in operations.get(operation)!.input.members) {
      const refused = await callRaw(
        emulator,
        operation,
        { ...input, PageToken: NEVER_GIVEN },
        { accessKeyId },
      );
      expect({ operation, ...refused.body }).toEqual({
        operation,
        __type: 'InvalidParametersException',
        message: 'Invalid page token.',
      });
    }
    const { status, body } = await callRaw(emulator, operation, input, {
      accessKeyId,
    });
    expect([operation, status, body]).toEqual([operation, 200, body]);
    answers.push({ operation, body });
    const found = path.reduce<unknown>(
      (value, key) => (value as { [key: string | number]: unknown })[key],
      body,
    );
    return String(found);
  };
  const call: Call = (...request) => callAs('test', ...request);
  let count = 0;
  const token = () => `token-${(count += 1)}`;
  const Info = { LoadTemplateFromURL: `${TEMPLATE_BASE}bucket.yaml` };
  const Tags = [{ Key: 'a', Value: 'b' }];

  const portfolio = await call(
    'CreatePortfolio',
    {
      DisplayName: 'Storage',
      ProviderName: 'Platform',
      Description: 'Where to put things',
      Tags,
      IdempotencyToken: token(),
    },
    'PortfolioDetail',
    'Id',
  );
  const product = await call(
    'CreateProduct',
    {
      Name: 'Bucket',
      Owner: 'Platform',
      Distributor: 'Platform',
      ProductType: 'CLOUD_FORMATION_TEMPLATE',
      Tags,
      ProvisioningArtifactParameters: { Name: 'v1', Info },
      IdempotencyToken: token(),
    },
    'ProductViewDetail',
    'ProductViewSummary',
    'ProductId',
  );
  const version = await call(
    'CreateProvisioningArtifact',
    {
      ProductId: product,
      Parameters: { Name: 'v2', Description: 'Second', Info },
      IdempotencyToken: token(),
    },
    'ProvisioningArtifactDetail',
    'Id',
  );
  const inPortfolio = { ProductId: product, PortfolioId: portfolio };
  const principal = { PortfolioId: portfolio, PrincipalARN: CALLER_ARN };
  await call('AssociateProductWithPortfolio', inPortfolio);
  await call('AssociatePrincipalWithPortfolio', {
    ...principal,
    PrincipalType: 'IAM',
  });
  const constraint = await call(
    'CreateConstraint',
    {
      ...inPortfolio,
      Type: 'LAUNCH',
      Parameters: '{"LocalRoleName":"launcher"}',
      Description: 'Launches',
      IdempotencyToken: token(),
    },
    'ConstraintDetail',
    'ConstraintId',
  );
  const option = await call(
    'CreateTagOption',
    { Key: 'env', Value: 'dev' },
    'TagOptionDetail',
    'Id',
  );
  for (const ResourceId of [product, portfolio]) {
    await call('AssociateTagOptionWithResource', {
      ResourceId,
      TagOptionId: option,
    });
  }

  await call('DescribePortfolio', { Id: portfolio });
  await call('ListPortfolios', {});
  await call('UpdatePortfolio', { Id: portfolio, RemoveTags: ['a'] });
  await call('ListPortfoliosForProduct', { ProductId: product });
  await call('ListPrincipalsForPortfolio', { PortfolioId: portfolio });
  await call('DescribeProductAsAdmin', { Id: product });
  await call('SearchProductsAsAdmin', { PortfolioId: portfolio });
  await call('UpdateProduct', { Id: product, SupportEmail: 'a@example.com' });
  await call('ListProvisioningArtifacts', { ProductId: product });
  await call('UpdateProvisioningArtifact', {
    ProductId: product,
    ProvisioningArtifactId: version,
    Guidance: 'DEFAULT',
  });
  await call('DescribeProvisioningArtifact', {
    ProvisioningArtifactId: version,
    ProductId: product,
    Verbose: true,
    IncludeProvisioningArtifactParameters: true,
  });
  await call('ListConstraintsForPortfolio', { PortfolioId: portfolio });
  await call('DescribeConstraint', { Id: constraint });
  await call('UpdateConstraint', { Id: constraint, Description: 'Launch' });
  await call('DescribeTagOption', { Id: option });
  await call('ListTagOptions', { Filters: { Key: 'env' } });
  await call('UpdateTagOption', { Id: option, Value: 'test' });
  await call('ListResourcesForTagOption', { TagOptionId: option });

  const view = await call(
    'SearchProducts',
    {},
    'ProductViewSummaries',
    0,
    'Id',
  );
  await call('DescribeProductView', { Id: view });
  await call('DescribeProduct', { Id: product });
  await call('ListLaunchPaths', { ProductId: product });
  await call('DescribeProvisioningParameters', {
    ProductId: product,
    ProvisioningArtifactId: version,
  });
  const record = await call(
    'ProvisionProduct',
    {
      ProductId: product,
      ProvisioningArtifactId: version,
      ProvisionedProductName: 'mine',
      ProvisioningParameters: [{ Key: 'BucketPurpose', Value: 'uploads' }],
      Tags,
      ProvisionToken: token(),
    },
    'RecordDetail',
    'RecordId',
  );
  emulator.clock.advance(20);
  const stackArn = await call(
    'DescribeRecord',
    { Id: record },
    'RecordOutputs',
    0,
    'OutputValue',
  );
  await call('ListRecordHistory', {});
  await call('SearchProvisionedProducts', {});
  await call('ScanProvisionedProducts', {});
  await call('DescribeProvisionedProduct', { Name: 'mine' });
  await call('GetProvisionedProductOutputs', {
    ProvisionedProductName: 'mine',
  });
  const mine = await call(
    'DescribeProvisionedProduct',
    { Name: 'mine' },
    'ProvisionedProductDetail',
    'Id',
  );
  await planAndAct(call, token, { product, version, mine, emulator });
  // Fails, so that errors and status messages appear too.
  const failing = await call(
    'UpdateProvisionedProduct',
    { ProvisionedProductName: 'mine', UpdateToken: token() },
    'RecordDetail',
    'RecordId',
  );
  emulator.clock.advance(20);
  await call('DescribeRecord', { Id: failing });
  await call('DescribeProvisionedProduct', { Name: 'mine' });
  // Kept, so that the stack can be imported.
  await call('TerminateProvisionedProduct', {
    ProvisionedProductName: 'mine',
    TerminateToken: token(),
    RetainPhysicalResources: true,
  });
  emulator.clock.advance(20);
  await call('ImportAsProvisionedProduct', {
    ProductId: product,
    ProvisioningArtifactId: version,
    ProvisionedProductName: 'imported',
    PhysicalId: stackArn,
    IdempotencyToken: token(),
  });
  emulator.clock.advance(20);

  await callSharing(callAs, seconds => emulator.clock.advance(seconds), {
    portfolio,
    product,
  });

  for (const ResourceId of [product, portfolio]) {
    await call('DisassociateTagOptionFromResource', {
      ResourceId,
      TagOptionId: option,
    });
  }
  await call('DeleteTagOption', { Id: option });
  await call('DeleteConstraint', { Id: constraint });
  await call('DisassociatePrincipalFromPortfolio', principal);
  await call('DisassociateProductFromPortfolio', inPortfolio);
  await call('DeleteProvisioningArtifact', {
    ProductId: product,
    ProvisioningArtifactId: version,
  });
  await call('DeleteProduct', { Id: product });
  await call('DeletePortfolio', { Id: portfolio });
  return answers;
}

it('carries a catalog from its first portfolio to the last deletion, by every operation, and refuses page tokens it never gave', async () => {
  const answers = await callEverything();
  const called = new Set(answers.map(({ operation }) => operation));
  expect([...operations.keys()].filter(name => !called.has(name))).toEqual([]);
});

describeWithReference(
  'aws-models',
  "the outputs against AWS's model",
  location => {
    it('have only members that AWS declares, of the types it declares', async () => {
      const model = readServiceCatalogModel(location);
      const answers = await callEverything();
      const found = answers.flatMap(({ operation, body }) =>
        problems(
          model,
          model.operations[operation].output!.shape,
          body,
          operation,
        ),
      );
      // AWS really answers CREATED here, which its own model does not list.
      expect(new Set(found)).toEqual(
        new Set(
          ['CreateProduct', 'DescribeProductAsAdmin', 'UpdateProduct']
            .map(operation => `${operation}.ProductViewDetail`)
            .concat('SearchProductsAsAdmin.ProductViewDetails[0]')
            .map(path => `${path}.Status is not in its enumeration: CREATED`),
        ),
      );
    });
  },
);
