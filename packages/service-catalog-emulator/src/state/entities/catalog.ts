import { Tag } from './tags';

/** A portfolio. */
export interface Portfolio {
  id: string;
  displayName: string;
  description?: string;
  providerName: string;
  createdTime: number;
  tags: Tag[];
}

/** A product; its versions are {@link ProvisioningArtifact}s. */
export interface Product {
  id: string;
  /** The `prodview-` id under which end users see it. */
  viewId: string;
  name: string;
  owner: string;
  type: string;
  shortDescription: string;
  distributor: string;
  supportDescription: string;
  supportEmail: string;
  supportUrl: string;
  createdTime: number;
  tags: Tag[];
}

/** A version of a product. */
export interface ProvisioningArtifact {
  id: string;
  productId: string;
  name?: string;
  description: string;
  type: string;
  createdTime: number;
  /** Inactive versions can be neither launched nor updated to, and end users do not see them. */
  active: boolean;
  /** `DEPRECATED` versions can be updated to, but not launched. */
  guidance: 'DEFAULT' | 'DEPRECATED';
  /** Digest of the template's text; the text is kept once in the world. */
  templateDigest: string;
  /** Where the template came from, as the caller gave it. */
  templateUrl?: string;
  /** The stack that the template came from. */
  importedFrom?: string;
  /** The seed's resource that declares it, if one does. */
  seededBy?: string;
}

/** A product within a portfolio: what a launch path is made of. */
export interface ProductAssociation {
  portfolioId: string;
  productId: string;
  createdTime: number;
  /** The `lpv3-` id of the launch path. A new association gets a new one, as on AWS. */
  pathId: string;
  /** The shared portfolio that the product comes from, when it is another account's. */
  sourcePortfolioId?: string;
}

/** Who may launch the products of a portfolio. */
export interface PrincipalAssociation {
  portfolioId: string;
  principalArn: string;
  principalType: 'IAM' | 'IAM_PATTERN';
  createdTime: number;
}

/** The kinds of constraint that the emulator implements. */
export type ConstraintType =
  | 'LAUNCH'
  | 'NOTIFICATION'
  | 'TEMPLATE'
  | 'STACKSET'
  | 'RESOURCE_UPDATE';

/** A constraint on a product within a portfolio. */
export interface Constraint {
  id: string;
  portfolioId: string;
  productId: string;
  type: ConstraintType;
  description?: string;
  /** The JSON text of the `Parameters` member. */
  parameters: string;
  /** Account that created it. */
  owner: string;
  createdTime: number;
}

/** A TagOption: a key with one of its allowed values. */
export interface TagOption {
  id: string;
  key: string;
  value: string;
  active: boolean;
  owner: string;
}

/** A TagOption on a portfolio or product. */
export interface TagOptionAssociation {
  tagOptionId: string;
  resourceId: string;
}

/** A service action: an SSM document that end users may run on a provisioned product. */
export interface ServiceAction {
  id: string;
  name: string;
  description: string;
  definitionType: 'SSM_AUTOMATION';
  definition: { [key: string]: string };
}

/** A service action on a version of a product. */
export interface ServiceActionAssociation {
  serviceActionId: string;
  artifactId: string;
}
