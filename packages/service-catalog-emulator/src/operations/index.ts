import { AcceptPortfolioShare } from './AcceptPortfolioShare';
import { AssociateBudgetWithResource } from './AssociateBudgetWithResource';
import { AssociatePrincipalWithPortfolio } from './AssociatePrincipalWithPortfolio';
import { AssociateProductWithPortfolio } from './AssociateProductWithPortfolio';
import { AssociateTagOptionWithResource } from './AssociateTagOptionWithResource';
import { CopyProduct } from './CopyProduct';
import { CreateConstraint } from './CreateConstraint';
import { CreatePortfolio } from './CreatePortfolio';
import { CreatePortfolioShare } from './CreatePortfolioShare';
import { CreateProduct } from './CreateProduct';
import { CreateProvisioningArtifact } from './CreateProvisioningArtifact';
import { CreateTagOption } from './CreateTagOption';
import { DeleteConstraint } from './DeleteConstraint';
import { DeletePortfolio } from './DeletePortfolio';
import { DeletePortfolioShare } from './DeletePortfolioShare';
import { DeleteProduct } from './DeleteProduct';
import { DeleteProvisioningArtifact } from './DeleteProvisioningArtifact';
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
import { DescribeProvisioningArtifact } from './DescribeProvisioningArtifact';
import { DescribeProvisioningParameters } from './DescribeProvisioningParameters';
import { DescribeRecord } from './DescribeRecord';
import { DescribeTagOption } from './DescribeTagOption';
import { DisableAWSOrganizationsAccess } from './DisableAWSOrganizationsAccess';
import { DisassociateBudgetFromResource } from './DisassociateBudgetFromResource';
import { DisassociatePrincipalFromPortfolio } from './DisassociatePrincipalFromPortfolio';
import { DisassociateProductFromPortfolio } from './DisassociateProductFromPortfolio';
import { DisassociateTagOptionFromResource } from './DisassociateTagOptionFromResource';
import { EnableAWSOrganizationsAccess } from './EnableAWSOrganizationsAccess';
import { GetAWSOrganizationsAccessStatus } from './GetAWSOrganizationsAccessStatus';
import { GetProvisionedProductOutputs } from './GetProvisionedProductOutputs';
import { ListAcceptedPortfolioShares } from './ListAcceptedPortfolioShares';
import { ListBudgetsForResource } from './ListBudgetsForResource';
import { ListConstraintsForPortfolio } from './ListConstraintsForPortfolio';
import { ListLaunchPaths } from './ListLaunchPaths';
import { ListOrganizationPortfolioAccess } from './ListOrganizationPortfolioAccess';
import { ListPortfolioAccess } from './ListPortfolioAccess';
import { ListPortfolios } from './ListPortfolios';
import { ListPortfoliosForProduct } from './ListPortfoliosForProduct';
import { ListPrincipalsForPortfolio } from './ListPrincipalsForPortfolio';
import { ListProvisioningArtifacts } from './ListProvisioningArtifacts';
import { ListRecordHistory } from './ListRecordHistory';
import { ListResourcesForTagOption } from './ListResourcesForTagOption';
import { ListTagOptions } from './ListTagOptions';
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
import { UpdateProvisioningArtifact } from './UpdateProvisioningArtifact';
import { UpdateTagOption } from './UpdateTagOption';

const ALL: Operation[] = [
  AcceptPortfolioShare,
  AssociateBudgetWithResource,
  AssociatePrincipalWithPortfolio,
  AssociateProductWithPortfolio,
  AssociateTagOptionWithResource,
  CopyProduct,
  CreateConstraint,
  CreatePortfolio,
  CreatePortfolioShare,
  CreateProduct,
  CreateProvisioningArtifact,
  CreateTagOption,
  DeleteConstraint,
  DeletePortfolio,
  DeletePortfolioShare,
  DeleteProduct,
  DeleteProvisioningArtifact,
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
  DescribeProvisioningArtifact,
  DescribeProvisioningParameters,
  DescribeRecord,
  DescribeTagOption,
  DisableAWSOrganizationsAccess,
  DisassociateBudgetFromResource,
  DisassociatePrincipalFromPortfolio,
  DisassociateProductFromPortfolio,
  DisassociateTagOptionFromResource,
  EnableAWSOrganizationsAccess,
  GetAWSOrganizationsAccessStatus,
  GetProvisionedProductOutputs,
  ListAcceptedPortfolioShares,
  ListBudgetsForResource,
  ListConstraintsForPortfolio,
  ListLaunchPaths,
  ListOrganizationPortfolioAccess,
  ListPortfolioAccess,
  ListPortfolios,
  ListPortfoliosForProduct,
  ListPrincipalsForPortfolio,
  ListProvisioningArtifacts,
  ListRecordHistory,
  ListResourcesForTagOption,
  ListTagOptions,
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
  UpdateProvisioningArtifact,
  UpdateTagOption,
];

/** The operations of Service Catalog that the emulator implements, by name. */
export const operations: ReadonlyMap<string, Operation> = new Map(
  ALL.map(operation => [operation.name, operation]),
);
