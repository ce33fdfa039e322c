import { DoctorFinding } from 'backstage-plugin-aws-service-catalog-common';

type Kind = Pick<DoctorFinding, 'severity' | 'mend'>;

/** Everything that the doctor can find, with what to do about it. `docs/doctor.md` lists them. */
export const findingKinds = {
  'credentials-refused': {
    severity: 'error',
    mend: 'Give the account an entry with valid credentials in aws.accounts, and check the trust policy of its role and the external id.',
  },
  'wrong-account': {
    severity: 'error',
    mend: 'Correct the accountId of the target, or the credentials of that account in aws.accounts.',
  },
  'no-answer': {
    severity: 'error',
    mend: 'Check the network from the backend to AWS and the Region of the target; it is looked at again with the next run.',
  },
  'permission-missing': {
    severity: 'error',
    mend: 'Add the action to the role of the portal: docs/iam.md has the whole policy.',
  },
  'not-a-role': {
    severity: 'info',
    mend: 'Let the portal assume a role instead: keys of a user do not expire, and a portfolio is best associated with a role.',
  },
  'clock-skewed': {
    severity: 'warning',
    mend: 'Synchronize the clock of the machine that the backend runs on. AWS refuses what is signed five minutes early or late.',
  },
  'sync-failed': {
    severity: 'error',
    mend: 'Mend what the message names, then have the target synced again.',
  },
  'no-products': {
    severity: 'error',
    mend: 'Associate the role of the portal with a portfolio that has products. If the portfolio is shared from another account, accept the share there first.',
  },
  'share-not-accepted': {
    severity: 'warning',
    mend: 'Accept the share in that account (AcceptPortfolioShare), or withdraw it.',
  },
  'serves-nobody': {
    severity: 'warning',
    mend: 'List the groups and users that may order here under owners of the target.',
  },
  'ref-unknown': {
    severity: 'warning',
    mend: 'Correct the reference, or have the catalog read the group or user.',
  },
  'no-launch-path': {
    severity: 'error',
    mend: 'Add the product to a portfolio that the role of the portal is associated with.',
  },
  'no-version': {
    severity: 'error',
    mend: 'Add a version, or set the guidance of one back to DEFAULT: deprecated ones cannot be launched.',
  },
  'form-unreadable': {
    severity: 'error',
    mend: 'Correct the template of the version, or deactivate it.',
  },
  'pattern-left-to-aws': {
    severity: 'info',
    mend: 'Write the AllowedPattern without look-around and back-references, so that people learn in the form what is wrong.',
  },
  'launch-role-missing': {
    severity: 'warning',
    mend: 'Add a LAUNCH constraint to the product and portfolio. Without one AWS makes the resources with the role of the portal.',
  },
  'launch-role-elsewhere': {
    severity: 'warning',
    mend: 'If the resources belong into the account of the target, use a LAUNCH constraint with LocalRoleName, and have that role in every account.',
  },
  'launch-role-lost': {
    severity: 'error',
    mend: 'Make the role again under its name, or name another one: Repair, on the page of each of them. Then try again what failed. docs/runbook.md says how.',
  },
  'tag-option-empty': {
    severity: 'warning',
    mend: 'Give the TagOptions of product and portfolio a value in common, or take the key away from one of them.',
  },
  'tag-option-blocks': {
    severity: 'error',
    mend: 'Allow the values that the portal stamps, or take the TagOption away: AWS would refuse every launch for them.',
  },
  'type-limited': {
    severity: 'info',
    mend: 'Nothing has to be done. Plans, service actions and imports are not offered for it, and updates ask for every value again.',
  },
  'type-unsupported': {
    severity: 'warning',
    mend: 'Make it a product of the type EXTERNAL: AWS takes no new ones of this type.',
  },
  'secrets-without-key': {
    severity: 'error',
    mend: 'Add a key to secrets.keys: without one products with secret parameters cannot be ordered.',
  },
  'policy-matches-nothing': {
    severity: 'warning',
    mend: 'Correct the name, or remove the entry: it never has an effect.',
  },
  'policy-names-unknown': {
    severity: 'info',
    mend: 'Correct the name or remove it: the rest of the entry has an effect.',
  },
  'nobody-approves': {
    severity: 'error',
    mend: 'Name groups that have members in the catalog: orders that need this approval are refused.',
  },
  'costs-not-configured': {
    severity: 'info',
    mend: 'Name the accounts that pay under costs.payers: docs/costs.md says how, and what it costs.',
  },
  'costs-not-activated': {
    severity: 'warning',
    mend: 'Activate the tag as a cost allocation tag in the payer account. Costs appear up to a day later.',
  },
  'costs-unreadable': {
    severity: 'warning',
    mend: 'Mend what the message names; it is read again by itself.',
  },
  'version-skewed': {
    severity: 'warning',
    mend: 'Install the same version of all packages of the plugin.',
  },
  'not-examined': {
    severity: 'info',
    mend: 'Nothing has to be done: a run looks at so many products at most, to be gentle to AWS.',
  },
} as const satisfies Record<string, Kind>;

/** See {@link findingKinds}. */
export type FindingCode = keyof typeof findingKinds;

/** Says that something was found. */
export function finding(
  code: FindingCode,
  message: string,
  about: Pick<DoctorFinding, 'target' | 'product' | 'policy'> = {},
): DoctorFinding {
  const { severity, mend } = findingKinds[code];
  return { severity, code, ...about, message, mend };
}

const severities: readonly DoctorFinding['severity'][] = [
  'error',
  'warning',
  'info',
];

/** Worst first; among equals by target, product and code. */
export function sortFindings(
  findings: readonly DoctorFinding[],
): DoctorFinding[] {
  const keyOf = ({ target = '', product, code, message }: DoctorFinding) =>
    [target, product?.name ?? '', code, message].join('\n');
  return [...findings].sort(
    (a, b) =>
      severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
      (keyOf(a) < keyOf(b) ? -1 : 1),
  );
}
