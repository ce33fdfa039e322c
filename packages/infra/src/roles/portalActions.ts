/**
 * The permissions of the portal's role: exactly the operations of AWS that the backend plugin calls in the accounts it works in,
 * and what AWS looks at with the role for them. A test compares them with what the plugin's own code is seen to call. None of them
 * creates, or passes a role for, what a product consists of: launch roles do.
 */
export const PORTAL_ACTIONS = {
  SeeWhatMayBeLaunched: [
    'servicecatalog:DescribeProduct',
    'servicecatalog:DescribeProvisioningParameters',
    'servicecatalog:ListLaunchPaths',
    'servicecatalog:SearchProducts',
  ],
  SeeWhatRuns: [
    'cloudformation:DescribeStackEvents',
    'cloudformation:DescribeStackResources',
    'cloudformation:DescribeStacks',
    'servicecatalog:DescribeProvisionedProduct',
    'servicecatalog:DescribeRecord',
    'servicecatalog:DescribeServiceActionExecutionParameters',
    'servicecatalog:GetProvisionedProductOutputs',
    'servicecatalog:ListRecordHistory',
    'servicecatalog:ListServiceActionsForProvisioningArtifact',
    'servicecatalog:ListStackInstancesForProvisionedProduct',
    'servicecatalog:SearchProvisionedProducts',
  ],
  PreviewUpdates: [
    'servicecatalog:CreateProvisionedProductPlan',
    'servicecatalog:DeleteProvisionedProductPlan',
    'servicecatalog:DescribeProvisionedProductPlan',
    'servicecatalog:ListProvisionedProductPlans',
  ],
  CarryOutOrders: [
    'servicecatalog:ExecuteProvisionedProductServiceAction',
    'servicecatalog:ImportAsProvisionedProduct',
    'servicecatalog:ProvisionProduct',
    'servicecatalog:TerminateProvisionedProduct',
    'servicecatalog:UpdateProvisionedProduct',
  ],
  RepairWhatLostItsRole: ['servicecatalog:UpdateProvisionedProductProperties'],
  CompareStacksToImport: ['cloudformation:GetTemplate'],
  FindWhatIsWrong: [
    'servicecatalog:DescribePortfolioShares',
    'servicecatalog:ListPortfolios',
  ],
} as const;

/** Those that the plugin does not call: AWS does, with the role, to carry out what it calls. */
export const ASKED_BY_AWS: readonly string[] =
  PORTAL_ACTIONS.CompareStacksToImport;
