import { AcceptPortfolioShare } from './AcceptPortfolioShare';
import { AssociateBudgetWithResource } from './AssociateBudgetWithResource';
import { AssociatePrincipalWithPortfolio } from './AssociatePrincipalWithPortfolio';
import { AssociateProductWithPortfolio } from './AssociateProductWithPortfolio';
import { AssociateServiceActionWithProvisioningArtifact } from './AssociateServiceActionWithProvisioningArtifact';
import { AssociateTagOptionWithResource } from './AssociateTagOptionWithResource';
import { BatchAssociateServiceActionWithProvisioningArtifact } from './BatchAssociateServiceActionWithProvisioningArtifact';
import { BatchDisassociateServiceActionFromProvisioningArtifact } from './BatchDisassociateServiceActionFromProvisioningArtifact';
import { CopyProduct } from './CopyProduct';
import { CreateConstraint } from './CreateConstraint';
import { CreatePortfolio } from './CreatePortfolio';
import { CreatePortfolioShare } from './CreatePortfolioShare';
import { CreateProduct } from './CreateProduct';
import { CreateProvisionedProductPlan } from './CreateProvisionedProductPlan';
import { CreateProvisioningArtifact } from './CreateProvisioningArtifact';
import { CreateServiceAction } from './CreateServiceAction';
import { CreateTagOption } from './CreateTagOption';
import { DeleteConstraint } from './DeleteConstraint';
import { DeletePortfolio } from './DeletePortfolio';
import { DeletePortfolioShare } from './DeletePortfolioShare';
import { DeleteProduct } from './DeleteProduct';
import { DeleteProvisionedProductPlan } from './DeleteProvisionedProductPlan';
import { DeleteProvisioningArtifact } from './DeleteProvisioningArtifact';
import { DeleteServiceAction } from './DeleteServiceAction';
import { DeleteTagOption } from './DeleteTagOption';
import { DescribeConstraint } from './DescribeConstraint';
import { DescribeCopyProductStatus } from './DescribeCopyProductStatus';
import { DescribePortfolio } from './DescribePortfolio';
import { DescribePortfolioShareStatus } from './DescribePortfolioShareStatus';
import { DescribePortfolioShares } from './DescribePortfolioShares';
import { DescribeProduct } from './DescribeProduct';
import { DescribeProductAsAdmin } from './DescribeProductAsAdmin';
import { DescribeProductView } from './DescribeProductView';
import { DescribeProvisionedProduct } from './DescribeProvisionedProduct';
import { DescribeProvisionedProductPlan } from './DescribeProvisionedProductPlan';
import { DescribeProvisioningArtifact } from './DescribeProvisioningArtifact';
import { DescribeProvisioningParameters } from './DescribeProvisioningParameters';
import { DescribeRecord } from './DescribeRecord';
import { DescribeServiceAction } from './DescribeServiceAction';
import { DescribeServiceActionExecutionParameters } from './DescribeServiceActionExecutionParameters';
import { DescribeTagOption } from './DescribeTagOption';
import { DisableAWSOrganizationsAccess } from './DisableAWSOrganizationsAccess';
import { DisassociateBudgetFromResource } from './DisassociateBudgetFromResource';
import { DisassociatePrincipalFromPortfolio } from './DisassociatePrincipalFromPortfolio';
import { DisassociateProductFromPortfolio } from './DisassociateProductFromPortfolio';
import { DisassociateServiceActionFromProvisioningArtifact } from './DisassociateServiceActionFromProvisioningArtifact';
import { DisassociateTagOptionFromResource } from './DisassociateTagOptionFromResource';
import { EnableAWSOrganizationsAccess } from './EnableAWSOrganizationsAccess';
import { ExecuteProvisionedProductPlan } from './ExecuteProvisionedProductPlan';
import { ExecuteProvisionedProductServiceAction } from './ExecuteProvisionedProductServiceAction';
import { GetAWSOrganizationsAccessStatus } from './GetAWSOrganizationsAccessStatus';
import { GetProvisionedProductOutputs } from './GetProvisionedProductOutputs';
import { ImportAsProvisionedProduct } from './ImportAsProvisionedProduct';
import { ListAcceptedPortfolioShares } from './ListAcceptedPortfolioShares';
import { ListBudgetsForResource } from './ListBudgetsForResource';
import { ListConstraintsForPortfolio } from './ListConstraintsForPortfolio';
import { ListLaunchPaths } from './ListLaunchPaths';
import { ListOrganizationPortfolioAccess } from './ListOrganizationPortfolioAccess';
import { ListPortfolioAccess } from './ListPortfolioAccess';
import { ListPortfolios } from './ListPortfolios';
import { ListPortfoliosForProduct } from './ListPortfoliosForProduct';
import { ListPrincipalsForPortfolio } from './ListPrincipalsForPortfolio';
import { ListProvisionedProductPlans } from './ListProvisionedProductPlans';
import { ListProvisioningArtifacts } from './ListProvisioningArtifacts';
import { ListProvisioningArtifactsForServiceAction } from './ListProvisioningArtifactsForServiceAction';
import { ListRecordHistory } from './ListRecordHistory';
import { ListResourcesForTagOption } from './ListResourcesForTagOption';
import { ListServiceActions } from './ListServiceActions';
import { ListServiceActionsForProvisioningArtifact } from './ListServiceActionsForProvisioningArtifact';
import { ListStackInstancesForProvisionedProduct } from './ListStackInstancesForProvisionedProduct';
import { ListTagOptions } from './ListTagOptions';
import { NotifyProvisionProductEngineWorkflowResult } from './NotifyProvisionProductEngineWorkflowResult';
import { NotifyTerminateProvisionedProductEngineWorkflowResult } from './NotifyTerminateProvisionedProductEngineWorkflowResult';
import { NotifyUpdateProvisionedProductEngineWorkflowResult } from './NotifyUpdateProvisionedProductEngineWorkflowResult';
import { Operation } from './Operation';
import { ProvisionProduct } from './ProvisionProduct';
import { RejectPortfolioShare } from './RejectPortfolioShare';
import { ScanProvisionedProducts } from './ScanProvisionedProducts';
import { SearchProducts } from './SearchProducts';
import { SearchProductsAsAdmin } from './SearchProductsAsAdmin';
import { SearchProvisionedProducts } from './SearchProvisionedProducts';
import { TerminateProvisionedProduct } from './TerminateProvisionedProduct';
import { UpdateConstraint } from './UpdateConstraint';
import { UpdatePortfolio } from './UpdatePortfolio';
import { UpdatePortfolioShare } from './UpdatePortfolioShare';
import { UpdateProduct } from './UpdateProduct';
import { UpdateProvisionedProduct } from './UpdateProvisionedProduct';
import { UpdateProvisionedProductProperties } from './UpdateProvisionedProductProperties';
import { UpdateProvisioningArtifact } from './UpdateProvisioningArtifact';
import { UpdateServiceAction } from './UpdateServiceAction';
import { UpdateTagOption } from './UpdateTagOption';

const ALL: Operation[] = [
  AcceptPortfolioShare,
  AssociateBudgetWithResource,
  AssociatePrincipalWithPortfolio,
  AssociateProductWithPortfolio,
  AssociateServiceActionWithProvisioningArtifact,
  AssociateTagOptionWithResource,
  BatchAssociateServiceActionWithProvisioningArtifact,
  BatchDisassociateServiceActionFromProvisioningArtifact,
  CopyProduct,
  CreateConstraint,
  CreatePortfolio,
  CreatePortfolioShare,
  CreateProduct,
  CreateProvisionedProductPlan,
  CreateProvisioningArtifact,
  CreateServiceAction,
  CreateTagOption,
  DeleteConstraint,
  DeletePortfolio,
  DeletePortfolioShare,
  DeleteProduct,
  DeleteProvisionedProductPlan,
  DeleteProvisioningArtifact,
  DeleteServiceAction,
  DeleteTagOption,
  DescribeConstraint,
  DescribeCopyProductStatus,
  DescribePortfolio,
  DescribePortfolioShareStatus,
  DescribePortfolioShares,
  DescribeProduct,
  DescribeProductAsAdmin,
  DescribeProductView,
  DescribeProvisionedProduct,
  DescribeProvisionedProductPlan,
  DescribeProvisioningArtifact,
  DescribeProvisioningParameters,
  DescribeRecord,
  DescribeServiceAction,
  DescribeServiceActionExecutionParameters,
  DescribeTagOption,
  DisableAWSOrganizationsAccess,
  DisassociateBudgetFromResource,
  DisassociatePrincipalFromPortfolio,
  DisassociateProductFromPortfolio,
  DisassociateServiceActionFromProvisioningArtifact,
  DisassociateTagOptionFromResource,
  EnableAWSOrganizationsAccess,
  ExecuteProvisionedProductPlan,
  ExecuteProvisionedProductServiceAction,
  GetAWSOrganizationsAccessStatus,
  GetProvisionedProductOutputs,
  ImportAsProvisionedProduct,
  ListAcceptedPortfolioShares,
  ListBudgetsForResource,
  ListConstraintsForPortfolio,
  ListLaunchPaths,
  ListOrganizationPortfolioAccess,
  ListPortfolioAccess,
  ListPortfolios,
  ListPortfoliosForProduct,
  ListPrincipalsForPortfolio,
  ListProvisionedProductPlans,
  ListProvisioningArtifacts,
  ListProvisioningArtifactsForServiceAction,
  ListRecordHistory,
  ListResourcesForTagOption,
  ListServiceActions,
  ListServiceActionsForProvisioningArtifact,
  ListStackInstancesForProvisionedProduct,
  ListTagOptions,
  NotifyProvisionProductEngineWorkflowResult,
  NotifyTerminateProvisionedProductEngineWorkflowResult,
  NotifyUpdateProvisionedProductEngineWorkflowResult,
  ProvisionProduct,
  RejectPortfolioShare,
  ScanProvisionedProducts,
  SearchProducts,
  SearchProductsAsAdmin,
  SearchProvisionedProducts,
  TerminateProvisionedProduct,
  UpdateConstraint,
  UpdatePortfolio,
  UpdatePortfolioShare,
  UpdateProduct,
  UpdateProvisionedProduct,
  UpdateProvisionedProductProperties,
  UpdateProvisioningArtifact,
  UpdateServiceAction,
  UpdateTagOption,
];

/** The operations of Service Catalog that the emulator implements, by name. */
export const operations: ReadonlyMap<string, Operation> = new Map(
  ALL.map(operation => [operation.name, operation]),
);
