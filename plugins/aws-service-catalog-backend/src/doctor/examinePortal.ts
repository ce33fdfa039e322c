import { AuthService } from '@backstage/backend-plugin-api';
import { CatalogService } from '@backstage/plugin-catalog-node';
import {
  DoctorFinding,
  ListCostsResponse,
} from 'backstage-plugin-aws-service-catalog-common';
import { PluginConfig } from '../config';
import { MemberDirectory } from '../MemberDirectory';
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
function listRefs(
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
function listApprovals({
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

/** References that the catalog does not know. */
export async function examineRefs(options: {
  config: PluginConfig;
  catalog: CatalogService;
  auth: AuthService;
}): Promise<DoctorFinding[]> {
  const { config, catalog, auth } = options;
  const named = listRefs(config);
  const refs = [...new Set(named.map(({ ref }) => ref))];
  const { items } = await catalog.getEntitiesByRefs(
    { entityRefs: refs, fields: ['kind'] },
    { credentials: await auth.getOwnServiceCredentials() },
  );
  const unknown = new Set(refs.filter((_, index) => !items[index]));
  return named
    .filter(({ ref }) => unknown.has(ref))
    .map(({ where, ref, target }) =>
      finding(
        'ref-unknown',
        `The catalog does not know ${ref}, named in ${where}.`,
        { target },
      ),
    );
}

/** Approvals that nobody could give. */
export async function examineApprovers(
  config: PluginConfig,
  members: MemberDirectory,
): Promise<DoctorFinding[]> {
  const findings: DoctorFinding[] = [];
  for (const { where, approvers, quorum } of listApprovals(config)) {
    const users = await members.listUsers(approvers);
    if (users.size < quorum) {
      findings.push(
        finding(
          'nobody-approves',
          `${where} takes ${quorum} to approve, and ${approvers.join(
            ', ',
          )} stand for ${users.size}.`,
        ),
      );
    }
  }
  return findings;
}
