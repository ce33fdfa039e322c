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
): {
  where: string;
  ref: string;
  target?: string;
  policy?: DoctorFinding['policy'];
}[] {
  return [
    ...config.operators.map(ref => ({ where: 'operators', ref })),
    ...config.targets.flatMap(({ name, owners }) =>
      owners.map(ref => ({ where: `owners of ${name}`, ref, target: name })),
    ),
    ...listApprovals(config).flatMap(({ where, policy, approvers }) =>
      approvers.map(ref => ({ where, policy, ref })),
    ),
  ];
}

/** Something in the configuration that asks people for approval. */
type ApprovalEntry = {
  where: string;
  /** Absent: the default. */
  policy?: DoctorFinding['policy'];
  approvers: readonly string[];
  quorum: number;
};

function listApprovals({
  approval,
  leases,
}: Pick<PluginConfig, 'approval' | 'leases'>): ApprovalEntry[] {
  const entries: ApprovalEntry[] = [
    {
      where: 'approval.default',
      approvers: approval.default.approvers,
      quorum: approval.default.quorum,
    },
    ...approval.policies.map(
      ({ name, approvers, quorum }, index): ApprovalEntry => ({
        where: `approval.policies[${index}] ('${name}')`,
        policy: { kind: 'approval', name },
        approvers,
        quorum,
      }),
    ),
    ...leases.map(
      ({ name, renew }, index): ApprovalEntry => ({
        where: `leases[${index}].renew ('${name}')`,
        policy: { kind: 'lease', name },
        approvers: renew.approvers,
        quorum: 1,
      }),
    ),
  ];
  return entries.filter(({ approvers }) => approvers.length > 0);
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
    .map(({ where, ref, target, policy }) =>
      finding(
        'ref-unknown',
        `The catalog does not know ${ref}, named in ${where}.`,
        { target, policy },
      ),
    );
}

/** Approvals that nobody could give. */
export async function examineApprovers(
  config: PluginConfig,
  members: MemberDirectory,
): Promise<DoctorFinding[]> {
  const findings: DoctorFinding[] = [];
  for (const { where, policy, approvers, quorum } of listApprovals(config)) {
    const users = await members.listUsers(approvers);
    if (users.size < quorum) {
      findings.push(
        finding(
          'nobody-approves',
          `${where} takes ${quorum} to approve, and ${approvers.join(
            ', ',
          )} stand for ${users.size}.`,
          { policy },
        ),
      );
    }
  }
  return findings;
}
