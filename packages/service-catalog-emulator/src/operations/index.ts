import { AssociatePrincipalWithPortfolio } from './AssociatePrincipalWithPortfolio';
import { AssociateProductWithPortfolio } from './AssociateProductWithPortfolio';
import { AssociateTagOptionWithResource } from './AssociateTagOptionWithResource';
import { CreateConstraint } from './CreateConstraint';
import { CreatePortfolio } from './CreatePortfolio';
import { CreateProduct } from './CreateProduct';
import { CreateProvisioningArtifact } from './CreateProvisioningArtifact';
import { CreateTagOption } from './CreateTagOption';
import { DeleteConstraint } from './DeleteConstraint';
import { DeletePortfolio } from './DeletePortfolio';
import { DeleteProduct } from './DeleteProduct';
import { DeleteProvisioningArtifact } from './DeleteProvisioningArtifact';
import { DeleteTagOption } from './DeleteTagOption';
import { DescribeConstraint } from './DescribeConstraint';
import { DescribePortfolio } from './DescribePortfolio';
import { DescribeProduct } from './DescribeProduct';
import { DescribeProductAsAdmin } from './DescribeProductAsAdmin';
import { DescribeProductView } from './DescribeProductView';
import { DescribeProvisionedProduct } from './DescribeProvisionedProduct';
import { DescribeProvisioningArtifact } from './DescribeProvisioningArtifact';
import { DescribeProvisioningParameters } from './DescribeProvisioningParameters';
import { DescribeRecord } from './DescribeRecord';
import { DescribeTagOption } from './DescribeTagOption';
import { DisassociatePrincipalFromPortfolio } from './DisassociatePrincipalFromPortfolio';
import { DisassociateProductFromPortfolio } from './DisassociateProductFromPortfolio';
import { DisassociateTagOptionFromResource } from './DisassociateTagOptionFromResource';
import { GetProvisionedProductOutputs } from './GetProvisionedProductOutputs';
import { ListConstraintsForPortfolio } from './ListConstraintsForPortfolio';
import { ListLaunchPaths } from './ListLaunchPaths';
import { ListPortfolios } from './ListPortfolios';
import { ListPortfoliosForProduct } from './ListPortfoliosForProduct';
import { ListPrincipalsForPortfolio } from './ListPrincipalsForPortfolio';
import { ListProvisioningArtifacts } from './ListProvisioningArtifacts';
import { ListRecordHistory } from './ListRecordHistory';
import { ListResourcesForTagOption } from './ListResourcesForTagOption';
import { ListTagOptions } from './ListTagOptions';
import { Operation } from './Operation';
import { ProvisionProduct } from './ProvisionProduct';
import { ScanProvisionedProducts } from './ScanProvisionedProducts';
import { SearchProducts } from './SearchProducts';
import { SearchProductsAsAdmin } from './SearchProductsAsAdmin';
import { SearchProvisionedProducts } from './SearchProvisionedProducts';
import { TerminateProvisionedProduct } from './TerminateProvisionedProduct';
import { UpdateConstraint } from './UpdateConstraint';
import { UpdatePortfolio } from './UpdatePortfolio';
import { UpdateProduct } from './UpdateProduct';
import { UpdateProvisionedProduct } from './UpdateProvisionedProduct';
import { UpdateProvisioningArtifact } from './UpdateProvisioningArtifact';
import { UpdateTagOption } from './UpdateTagOption';

const ALL: Operation[] = [
  AssociatePrincipalWithPortfolio,
  AssociateProductWithPortfolio,
  AssociateTagOptionWithResource,
  CreateConstraint,
  CreatePortfolio,
  CreateProduct,
  CreateProvisioningArtifact,
  CreateTagOption,
  DeleteConstraint,
  DeletePortfolio,
  DeleteProduct,
  DeleteProvisioningArtifact,
  DeleteTagOption,
  DescribeConstraint,
  DescribePortfolio,
  DescribeProduct,
  DescribeProductAsAdmin,
  DescribeProductView,
  DescribeProvisionedProduct,
  DescribeProvisioningArtifact,
  DescribeProvisioningParameters,
  DescribeRecord,
  DescribeTagOption,
  DisassociatePrincipalFromPortfolio,
  DisassociateProductFromPortfolio,
  DisassociateTagOptionFromResource,
  GetProvisionedProductOutputs,
  ListConstraintsForPortfolio,
  ListLaunchPaths,
  ListPortfolios,
  ListPortfoliosForProduct,
  ListPrincipalsForPortfolio,
  ListProvisioningArtifacts,
  ListRecordHistory,
  ListResourcesForTagOption,
  ListTagOptions,
  ProvisionProduct,
  ScanProvisionedProducts,
  SearchProducts,
  SearchProductsAsAdmin,
  SearchProvisionedProducts,
  TerminateProvisionedProduct,
  UpdateConstraint,
  UpdatePortfolio,
  UpdateProduct,
  UpdateProvisionedProduct,
  UpdateProvisioningArtifact,
  UpdateTagOption,
];

/** The operations of Service Catalog that the emulator implements, by name. */
export const operations: ReadonlyMap<string, Operation> = new Map(
  ALL.map(operation => [operation.name, operation]),
);
