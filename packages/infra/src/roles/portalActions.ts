/**
 * The permissions of the portal's role: exactly the operations of AWS Service Catalog that the backend plugin calls. A
 * test compares them with what the plugin's own code is seen to call. None of them creates, or passes a role for, what a
 * product consists of: launch roles do.
 */
export const PORTAL_ACTIONS = {
  SeeWhatMayBeLaunched: [
    'servicecatalog:DescribeProduct',
    'servicecatalog:DescribeProvisioningParameters',
    'servicecatalog:ListLaunchPaths',
    'servicecatalog:SearchProducts',
  ],
  SeeWhatRuns: [
    'servicecatalog:DescribeProvisionedProduct',
    'servicecatalog:DescribeRecord',
    'servicecatalog:GetProvisionedProductOutputs',
    'servicecatalog:ListRecordHistory',
    'servicecatalog:SearchProvisionedProducts',
  ],
  CarryOutOrders: [
    'servicecatalog:ProvisionProduct',
    'servicecatalog:TerminateProvisionedProduct',
    'servicecatalog:UpdateProvisionedProduct',
  ],
} as const;
