import { invalidParameters, resourceNotFound } from '../errors';
import { AccountState } from '../state/AccountState';
import { Product, ProvisioningArtifact } from '../state/entities';
import { World } from '../state/World';
import { visibleProductById } from './lookups';

const PRODUCT_ARN = /^arn:aws:catalog:([a-z0-9-]+):(\d{12}):product\/([^/]+)$/;

/**
 * The product that an account copies: its own, in any Region, or one shared with it.
 *
 * @throws InvalidParametersException or ResourceNotFoundException
 */
export function copySource(
  world: World,
  { accountId }: AccountState,
  arn: string,
): { product: Product; owner: AccountState } {
  const [, region, ownerId, id] = PRODUCT_ARN.exec(arn) ?? [];
  if (id === undefined) {
    throw invalidParameters(`Invalid SourceProductArn: ${arn}`);
  }
  const source = visibleProductById(world.account(accountId, region), id);
  if (source.owner.accountId !== ownerId) {
    throw resourceNotFound(`Product ${id} not found.`);
  }
  return source;
}

/** The versions to copy: those identified, or all. */
export function copiedArtifacts(
  artifacts: ProvisioningArtifact[],
  identifiers: { [name: string]: string }[] | undefined,
): ProvisioningArtifact[] {
  return (
    identifiers?.map(({ Id }) => {
      const artifact = artifacts.find(({ id }) => id === Id);
      if (!artifact) {
        throw resourceNotFound(`Provisioning artifact ${Id} not found.`);
      }
      return artifact;
    }) ?? artifacts
  );
}
