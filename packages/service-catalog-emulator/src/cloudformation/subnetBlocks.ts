import { CloudFormationError } from './CloudFormationError';

/**
 * What `Fn::Cidr` gives for an IPv4 block: so many blocks, one after another.
 *
 * @param bits - host bits of each of them
 */
export function subnetBlocks(
  block: string,
  count: number,
  bits: number,
): string[] {
  const octets = block.split('/')[0].split('.').map(Number);
  const start = octets.reduce((sum, octet) => sum * 256 + octet, 0);
  if (octets.length !== 4 || !Number.isFinite(start) || !(count <= 256)) {
    throw new CloudFormationError(
      `Template error: Fn::Cidr cannot divide ${block} into ${count} blocks`,
    );
  }
  return Array.from({ length: count }, (_, index) => {
    const address = start + index * 2 ** bits;
    const parts = [24, 16, 8, 0].map(
      shift => Math.floor(address / 2 ** shift) % 256,
    );
    return `${parts.join('.')}/${32 - bits}`;
  });
}
