import {
  DoctorFinding,
  TargetStatus,
} from 'backstage-plugin-aws-service-catalog-common';
import {
  AwsCallError,
  AwsErrorKind,
  AwsTarget,
  isAwsCallError,
  listAccountShares,
  listOwnPortfolios,
} from '../aws';
import { TargetConfig } from '../config';
import { StoredProduct } from '../products';
import { finding, FindingCode } from './findings';

/** AWS refuses what is signed more than five minutes early or late; by then it is too late to say so. */
const LARGEST_SKEW_MS = 60_000;

/** Each takes a call. */
const MOST_PORTFOLIOS = 50;

const codes: Partial<Record<AwsErrorKind, FindingCode>> = {
  credentials: 'credentials-refused',
  'wrong-account': 'wrong-account',
  'access-denied': 'permission-missing',
  throttled: 'no-answer',
  unavailable: 'no-answer',
};

/** What a failed call says about a target; undefined when it says nothing about the target. */
export function toFinding(error: AwsCallError): DoctorFinding | undefined {
  const code = codes[error.kind];
  const message =
    error.kind === 'access-denied'
      ? `The portal's role may not call ${error.operation}.`
      : error.message;
  return code && finding(code, message, { target: error.target });
}

/** Whose the credentials are, and whether they work. */
export async function examineIdentity(
  target: AwsTarget,
): Promise<{ arn?: string; findings: DoctorFinding[] }> {
  const about = { target: target.name };
  try {
    const { accountId, arn, clockSkewMs = 0 } = await target.identify();
    if (accountId !== target.accountId) {
      return {
        findings: [
          finding(
            'wrong-account',
            `The credentials belong to account ${accountId}, and the target is account ${target.accountId}.`,
            about,
          ),
        ],
      };
    }
    const findings: DoctorFinding[] = [];
    if (!/:(assumed-)?role\//.test(arn)) {
      findings.push(
        finding('not-a-role', `The portal works as ${arn}.`, about),
      );
    }
    if (Math.abs(clockSkewMs) > LARGEST_SKEW_MS) {
      const seconds = Math.round(Math.abs(clockSkewMs) / 1000);
      findings.push(
        finding(
          'clock-skewed',
          `The clock of the backend's machine is ${seconds} seconds ${
            clockSkewMs > 0 ? 'ahead of' : 'behind'
          } that of AWS.`,
          about,
        ),
      );
    }
    return { arn, findings };
  } catch (error) {
    const found = isAwsCallError(error) && toFinding(error);
    if (!found) {
      throw error;
    }
    return { findings: [found] };
  }
}

/** Shares of the account's own portfolios that wait for somebody to accept them. */
export async function examineShares(
  target: AwsTarget,
  signal: AbortSignal | undefined,
): Promise<DoctorFinding[]> {
  const about = { target: target.name };
  const portfolios = (await listOwnPortfolios(target, { signal })).slice(
    0,
    MOST_PORTFOLIOS,
  );
  const findings: DoctorFinding[] = [];
  for (const { id, name } of portfolios) {
    const shares = await listAccountShares(target, id, { signal });
    findings.push(
      ...shares
        .filter(({ accepted }) => !accepted)
        .map(({ accountId }) =>
          finding(
            'share-not-accepted',
            `Account ${accountId} has not accepted the share of portfolio ${name} (${id}).`,
            about,
          ),
        ),
    );
  }
  return findings;
}

/** What is wrong with a target as it is configured, and with our copy of it. */
export function examineCopy(
  config: TargetConfig,
  status: TargetStatus | undefined,
  copy: { products: number; arn?: string },
): DoctorFinding[] {
  const about = { target: config.name };
  const findings: DoctorFinding[] = [];
  if (config.owners.length === 0) {
    findings.push(
      finding('serves-nobody', 'It serves no groups and no users.', about),
    );
  }
  if (status?.syncError !== undefined) {
    const since =
      status.syncedAt === undefined
        ? 'It was never read completely.'
        : `The copy is of ${status.syncedAt}.`;
    findings.push(
      finding('sync-failed', `${status.syncError} ${since}`, about),
    );
  }
  if (status?.syncedAt !== undefined && copy.products === 0) {
    findings.push(
      finding(
        'no-products',
        `AWS shows no products to ${copy.arn ?? "the portal's role"}.`,
        about,
      ),
    );
  }
  return findings;
}

/** So many are named; the list of resources has the others. */
const MOST_NAMES = 5;

/**
 * What AWS could not change because of its launch role.
 *
 * @param lost - names of provisioned products, by the ARN of the role
 */
export function examineLostRoles(
  target: string,
  lost: ReadonlyMap<string, readonly string[]>,
): DoctorFinding[] {
  return [...lost].map(([role, names]) => {
    const shown = names.slice(0, MOST_NAMES).join(', ');
    const more =
      names.length > MOST_NAMES
        ? ` and ${names.length - MOST_NAMES} others`
        : '';
    return finding(
      'launch-role-lost',
      `AWS could not work with launch role ${role} the last time it was to launch or change ${shown}${more}.`,
      { target },
    );
  });
}

/**
 * What a failed read of a launch form says about a product.
 *
 * @throws what is no failed call
 */
export function toFormFinding(
  error: unknown,
  target: string,
  { id, name }: StoredProduct,
  version: { name: string },
): DoctorFinding {
  if (!isAwsCallError(error)) {
    throw error;
  }
  return finding(
    'form-unreadable',
    `What version ${version.name} takes cannot be read: ${error.message}`,
    { target, product: { id, name } },
  );
}
