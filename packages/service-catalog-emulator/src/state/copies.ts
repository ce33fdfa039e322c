import { Product, ProvisioningArtifact } from './entities';

/** A budget on a portfolio or product. Budgets themselves belong to another service. */
export interface BudgetAssociation {
  budgetName: string;
  resourceId: string;
}

/** A copy of a product that is being made, followed by its token. */
export interface CopyOperation {
  /** The `CopyProductToken`. */
  id: string;
  targetProductId: string;
  /** From here the copy is there. */
  completesAt: number;
  /** The copy, when it is a new product. */
  product?: Product;
  /** The versions copied, with ids of their own. */
  artifacts: ProvisioningArtifact[];
  /** Whether the copy has been put in its place. */
  settled: boolean;
}
