import { notificationArns, requiredLaunchRole } from '../catalog/constraints';
import { LaunchPath, resolveLaunchPath } from '../catalog/launchPaths';
import {
  constraintsOn,
  resolveArtifact,
  resolveProduct,
} from '../catalog/lookups';
import { isEngineType } from '../catalog/productTypes';
import { OperationContext } from '../context';
import { invalidParameters } from '../errors';
import {
  Constraint,
  Product,
  ProvisionedProduct,
  ProvisioningArtifact,
} from '../state/entities';

/** How a request says what is to be launched. */
export interface TargetInput {
  ProductId?: string;
  ProductName?: string;
  ProvisioningArtifactId?: string;
  ProvisioningArtifactName?: string;
  PathId?: string;
  PathName?: string;
}

/** What is launched or updated to, and under which constraints. */
export interface LaunchTarget {
  product: Product;
  artifact: ProvisioningArtifact;
  path: LaunchPath;
  launchRoleArn?: string;
  templateConstraints: Constraint[];
  notificationArns: string[];
}

/**
 * Resolves what a request wants to launch, or to update to.
 *
 * @param current - the provisioned product to be updated: its product and version are meant where
 *   the request names none, and its version may be deprecated
 * @throws AwsError when there is no such thing, or it cannot be launched by the caller
 */
export function resolveTarget(
  { state, caller, world }: OperationContext,
  input: TargetInput,
  current?: ProvisionedProduct,
): LaunchTarget {
  const product = resolveProduct(
    state,
    current && input.ProductId === undefined && input.ProductName === undefined
      ? { id: current.productId }
      : { id: input.ProductId, name: input.ProductName },
  );
  const path = resolveLaunchPath(state, caller, product.id, {
    id: input.PathId,
    name: input.PathName,
  });
  const artifact = resolveArtifact(
    state,
    product.id,
    current &&
      input.ProvisioningArtifactId === undefined &&
      input.ProvisioningArtifactName === undefined
      ? { id: current.artifactId }
      : {
          id: input.ProvisioningArtifactId,
          name: input.ProvisioningArtifactName,
        },
  );
  if (!artifact.active) {
    throw invalidParameters(
      `Provisioning artifact ${artifact.id} is not active.`,
    );
  }
  if (artifact.guidance === 'DEPRECATED' && !current) {
    throw invalidParameters(
      `Provisioning artifact ${artifact.id} is deprecated and cannot be launched.`,
    );
  }
  requireSameProvisioner(product, current);
  const launchRoleArn = current?.keepsLaunchRole
    ? current.launchRoleArn
    : requiredLaunchRole(state, path, product);
  return {
    product,
    artifact,
    path,
    launchRoleArn: launchRoleArn && world.texts.text(launchRoleArn),
    templateConstraints: constraintsOn(
      state,
      path.portfolio.id,
      product.id,
      'TEMPLATE',
    ),
    notificationArns: notificationArns(state, path),
  };
}

/** What CloudFormation runs cannot become an engine's, nor the reverse. */
function requireSameProvisioner(
  { id, type }: Product,
  current: ProvisionedProduct | undefined,
): void {
  if (current && isEngineType(current.type) !== isEngineType(type)) {
    throw invalidParameters(
      `Provisioned product ${current.id} of type ${current.type} cannot be updated to product ${id} of type ${type}.`,
    );
  }
}
