import {
  DoctorFinding,
  ListCostsResponse,
} from 'backstage-plugin-aws-service-catalog-common';
import { PluginConfig } from '../config';
import { finding, FindingCode } from './findings';

const costCodes: Partial<Record<ListCostsResponse['status'], FindingCode>> = {
  'not-configured': 'costs-not-configured',
  'not-activated': 'costs-not-activated',
  failed: 'costs-unreadable',
};

/** What is wrong with how costs are read. */
export function examineCosts(
  overview: Pick<ListCostsResponse, 'status' | 'message' | 'payers'>,
): DoctorFinding[] {
  const code = costCodes[overview.status];
  if (!code) {
    return [];
  }
  const errors = (overview.payers ?? []).flatMap(({ accountId, error }) =>
    error === undefined ? [] : [`Account ${accountId}: ${error}`],
  );
  return [
    finding(
      code,
      errors.length > 0 ? errors.join(' ') : overview.message ?? '',
    ),
  ];
}

/** Whether the packages of the plugin are of different versions. */
export function examineVersions(
  versions: ReadonlyMap<string, string>,
): DoctorFinding[] {
  return new Set(versions.values()).size > 1
    ? [
        finding(
          'version-skewed',
          `The packages of the plugin have different versions: ${[...versions]
            .map(([name, version]) => `${name} ${version}`)
            .join(', ')}.`,
        ),
      ]
    : [];
}

/** Every reference to a group or user in the configuration, with where it is. */
export function listRefs(
  config: Pick<PluginConfig, 'operators' | 'targets' | 'approval' | 'leases'>,
): { where: string; ref: string; target?: string }[] {
  return [
    ...config.operators.map(ref => ({ where: 'operators', ref })),
    ...config.targets.flatMap(({ name, owners }) =>
      owners.map(ref => ({ where: `owners of ${name}`, ref, target: name })),
    ),
    ...listApprovals(config).flatMap(({ where, approvers }) =>
      approvers.map(ref => ({ where, ref })),
    ),
  ];
}

/** Everything in the configuration that asks people for approval. */
export function listApprovals({
  approval,
  leases,
}: Pick<PluginConfig, 'approval' | 'leases'>): {
  where: string;
  approvers: readonly string[];
  quorum: number;
}[] {
  return [
    { where: 'approval.default', ...approval.default },
    ...approval.policies.map((policy, index) => ({
      where: `approval.policies[${index}] ('${policy.name}')`,
      ...policy,
    })),
    ...leases.map(({ name, renew }, index) => ({
      where: `leases[${index}].renew ('${name}')`,
      approvers: renew.approvers,
      quorum: 1,
    })),
  ]
    .filter(({ approvers }) => approvers.length > 0)
    .map(({ where, approvers, quorum }) => ({ where, approvers, quorum }));
}
