import { Output } from '../context';
import { AccountState } from '../state/AccountState';
import {
  Constraint,
  Portfolio,
  Product,
  ProvisioningArtifact,
  TagOption,
} from '../state/entities';

/** Milliseconds as AWS's JSON sends a timestamp: epoch seconds with milliseconds. */
export function timestamp(milliseconds: number): number {
  return milliseconds / 1000;
}

const SETTLING_MILLISECONDS = 1000;

/** Things just made are CREATING for a moment. */
export function creationStatus(createdTime: number, now: number): string {
  return now - createdTime < SETTLING_MILLISECONDS ? 'CREATING' : 'AVAILABLE';
}

/** `PortfolioDetail`. */
export function portfolioDetail(
  portfolio: Portfolio,
  { accountId, region }: AccountState,
): Output {
  return {
    Id: portfolio.id,
    ARN: portfolioArn(portfolio.id, accountId, region),
    DisplayName: portfolio.displayName,
    Description: portfolio.description,
    CreatedTime: timestamp(portfolio.createdTime),
    ProviderName: portfolio.providerName,
  };
}

/** ARN of a portfolio. */
export function portfolioArn(id: string, accountId: string, region: string) {
  return `arn:aws:catalog:${region}:${accountId}:portfolio/${id}`;
}

/** ARN of a product. */
export function productArn(id: string, accountId: string, region: string) {
  return `arn:aws:catalog:${region}:${accountId}:product/${id}`;
}

/** `ProductViewSummary`. Texts that are absent come back empty, and there is never a default path. */
export function productViewSummary(product: Product): Output {
  return {
    Id: product.viewId,
    ProductId: product.id,
    Name: product.name,
    Owner: product.owner,
    ShortDescription: product.shortDescription,
    Type: product.type,
    Distributor: product.distributor,
    HasDefaultPath: false,
    SupportEmail: product.supportEmail,
    SupportDescription: product.supportDescription,
    SupportUrl: product.supportUrl,
  };
}

/** `ProductViewDetail`. The status is one that AWS's own model does not list, as on AWS. */
export function productViewDetail(
  product: Product,
  { accountId, region }: AccountState,
): Output {
  return {
    ProductViewSummary: productViewSummary(product),
    Status: 'CREATED',
    ProductARN: productArn(product.id, accountId, region),
    CreatedTime: timestamp(product.createdTime),
  };
}

/** `ProvisioningArtifactDetail`, for administrators. */
export function artifactDetail(artifact: ProvisioningArtifact): Output {
  return {
    Id: artifact.id,
    Name: artifact.name,
    Description: artifact.description,
    Type: artifact.type,
    CreatedTime: timestamp(artifact.createdTime),
    Active: artifact.active,
    Guidance: artifact.guidance,
  };
}

/** `ProvisioningArtifactInfo`: where the template came from. */
export function artifactInfo({
  templateUrl,
  importedFrom,
}: ProvisioningArtifact): Output {
  return { TemplateUrl: templateUrl, ImportFromPhysicalId: importedFrom };
}

/** `ProvisioningArtifact`, for end users. */
export function artifactView(artifact: ProvisioningArtifact): Output {
  return {
    Id: artifact.id,
    Name: artifact.name,
    Description: artifact.description,
    CreatedTime: timestamp(artifact.createdTime),
    Guidance: artifact.guidance,
  };
}

/** `ConstraintDetail`. */
export function constraintDetail(constraint: Constraint): Output {
  return {
    ConstraintId: constraint.id,
    Type: constraint.type,
    Description: constraint.description,
    Owner: constraint.owner,
    ProductId: constraint.productId,
    PortfolioId: constraint.portfolioId,
  };
}

/** `ConstraintSummary`, for end users. */
export function constraintSummary(constraint: Constraint): Output {
  return { Type: constraint.type, Description: constraint.description };
}

/** `TagOptionDetail`. */
export function tagOptionDetail(option: TagOption): Output {
  return {
    Key: option.key,
    Value: option.value,
    Active: option.active,
    Id: option.id,
    Owner: option.owner,
  };
}
