import { CALLER_ARN } from '../seeds';
import { Journey } from './Journey';

/** Plans and service actions, and what else is about a provisioned product. */
export async function planJourney(journey: Journey): Promise<void> {
  const { product } = await journey.createCatalog();
  await journey.launch(product);
  const mine = await journey.call(
    'DescribeProvisionedProduct',
    { Name: 'mine' },
    'ProvisionedProductDetail',
    'Id',
  );
  const version = await journey.call(
    'ListProvisioningArtifacts',
    { ProductId: product },
    'ProvisioningArtifactDetails',
    0,
    'Id',
  );
  await plan(journey, { product, version, mine });
  await act(journey, { product, version, mine });
  await journey.call('ListStackInstancesForProvisionedProduct', {
    ProvisionedProductId: mine,
  });
  await journey.call('UpdateProvisionedProductProperties', {
    ProvisionedProductId: mine,
    ProvisionedProductProperties: { OWNER: CALLER_ARN },
    IdempotencyToken: journey.token(),
  });
}

interface Launched {
  product: string;
  version: string;
  mine: string;
}

async function plan(
  journey: Journey,
  { product, version, mine }: Launched,
): Promise<void> {
  const create = (Value: string) =>
    journey.call(
      'CreateProvisionedProductPlan',
      {
        PlanName: 'plan',
        PlanType: 'CLOUDFORMATION',
        ProductId: product,
        ProvisioningArtifactId: version,
        ProvisionedProductName: 'mine',
        ProvisioningParameters: [{ Key: 'BucketPurpose', Value }],
        IdempotencyToken: journey.token(),
      },
      'PlanId',
    );
  const bad = await create('Not allowed');
  journey.wait(1);
  await journey.call('DescribeProvisionedProductPlan', { PlanId: bad });
  await journey.call('DeleteProvisionedProductPlan', {
    PlanId: bad,
    IgnoreErrors: true,
  });
  const PlanId = await create('archive');
  await journey.call('ListProvisionedProductPlans', {
    ProvisionProductId: mine,
  });
  journey.wait(1);
  await journey.call('DescribeProvisionedProductPlan', { PlanId });
  await journey.call('ExecuteProvisionedProductPlan', {
    PlanId,
    IdempotencyToken: journey.token(),
  });
  journey.wait(20);
}

async function act(
  journey: Journey,
  { product, version, mine }: Launched,
): Promise<void> {
  const ServiceActionId = await journey.call(
    'CreateServiceAction',
    {
      Name: 'Empty',
      DefinitionType: 'SSM_AUTOMATION',
      Definition: {
        Name: 'EmptyBucket',
        Version: '1',
        Parameters: '[{"Name":"Bucket","Type":"TARGET"}]',
      },
      IdempotencyToken: journey.token(),
    },
    'ServiceActionDetail',
    'ServiceActionSummary',
    'Id',
  );
  const ofVersion = { ProductId: product, ProvisioningArtifactId: version };
  const association = { ServiceActionId, ...ofVersion };
  await journey.call('UpdateServiceAction', {
    Id: ServiceActionId,
    Description: 'Empties it',
  });
  await journey.call('DescribeServiceAction', { Id: ServiceActionId });
  await journey.call('ListServiceActions', {});
  await journey.call(
    'AssociateServiceActionWithProvisioningArtifact',
    association,
  );
  await journey.call('BatchAssociateServiceActionWithProvisioningArtifact', {
    ServiceActionAssociations: [association],
  });
  await journey.call('ListServiceActionsForProvisioningArtifact', ofVersion);
  await journey.call('ListProvisioningArtifactsForServiceAction', {
    ServiceActionId,
  });
  const onMine = { ServiceActionId, ProvisionedProductId: mine };
  await journey.call('DescribeServiceActionExecutionParameters', onMine);
  journey.emulator.faults.add({ kind: 'serviceActionFailure', count: 1 });
  const execution = await journey.call(
    'ExecuteProvisionedProductServiceAction',
    { ...onMine, ExecuteToken: journey.token() },
    'RecordDetail',
    'RecordId',
  );
  journey.wait(20);
  await journey.call('DescribeRecord', { Id: execution });
  await journey.call(
    'DisassociateServiceActionFromProvisioningArtifact',
    association,
  );
  await journey.call('BatchDisassociateServiceActionFromProvisioningArtifact', {
    ServiceActionAssociations: [association],
  });
  await journey.call('DeleteServiceAction', { Id: ServiceActionId });
}
