import {
  DoctorFinding,
  isPatternLeftToAws,
} from 'backstage-plugin-aws-service-catalog-common';
import { PluginConfig, TargetConfig } from '../config';
import { portalTags, TagOption } from '../ownership';
import { LaunchFormContent, StoredProduct } from '../products';
import { finding, FindingCode } from './findings';

/** A launch form of a product that was read. */
export type ExaminedForm = LaunchFormContent & {
  versionName: string;
  portfolioName: string;
};

type Config = Pick<PluginConfig, 'portal' | 'tags' | 'secrets'>;

type Report = (code: FindingCode, message: string) => DoctorFinding;

/** Values that nothing else is stamped with, for tags that say something different at every launch. */
const ANYBODY = 'user:default/somebody';
const ANY_ORDER = '00000000-0000-0000-0000-000000000000';

/** Types whose products are made by an engine of the customer's, and not by CloudFormation. */
const limitedTypes = ['EXTERNAL', 'TERRAFORM_CLOUD'];

function examineType({ type }: StoredProduct, report: Report) {
  if (type === 'TERRAFORM_OPEN_SOURCE') {
    return [
      report(
        'type-unsupported',
        'It is of the type TERRAFORM_OPEN_SOURCE, which AWS has replaced.',
      ),
    ];
  }
  return limitedTypes.includes(type)
    ? [
        report(
          'type-limited',
          `It is of the type ${type}: an engine of yours makes it, and AWS supports less for it.`,
        ),
      ]
    : [];
}

function accountOfRole(arn: string): string | undefined {
  return /^arn:[^:]+:iam::(\d{12}):role\//.exec(arn)?.[1];
}

function examineRole(
  { launchRole, portfolioName }: ExaminedForm,
  target: TargetConfig,
  report: Report,
): DoctorFinding[] {
  if (launchRole === undefined) {
    return [
      report(
        'launch-role-missing',
        `Portfolio ${portfolioName} has no LAUNCH constraint for it.`,
      ),
    ];
  }
  const account = accountOfRole(launchRole);
  return account === undefined || account === target.accountId
    ? []
    : [
        report(
          'launch-role-elsewhere',
          `Through portfolio ${portfolioName} AWS makes its resources in account ${account}, not in that of the target, with ${launchRole}.`,
        ),
      ];
}

/** The values that the portal would stamp a key with: one for each owner, as far as they differ. */
function stampedValues(
  product: StoredProduct,
  target: TargetConfig,
  config: Config,
): Map<string, Set<string>> {
  const byKey = new Map<string, Set<string>>();
  for (const owner of target.owners) {
    const tags = portalTags(config.tags, {
      owner,
      requester: ANYBODY,
      orderId: ANY_ORDER,
      portal: config.portal,
      target,
      product,
    });
    for (const { key, value } of tags) {
      byKey.set(key, (byKey.get(key) ?? new Set()).add(value));
    }
  }
  return byKey;
}

function examineTagOption(
  { key, values }: TagOption,
  stamped: ReadonlySet<string> | undefined,
  portfolioName: string,
  report: Report,
): DoctorFinding[] {
  const refused = [...(stamped ?? [])].filter(value => !values.includes(value));
  if (refused.length > 0) {
    const allowed = values.length > 0 ? values.join(', ') : 'nothing';
    return [
      report(
        'tag-option-blocks',
        `The portal stamps ${key} with ${refused.join(
          ', ',
        )}, and the TagOptions of the product and of portfolio ${portfolioName} allow ${allowed}.`,
      ),
    ];
  }
  return values.length === 0
    ? [
        report(
          'tag-option-empty',
          `The TagOptions of the product and of portfolio ${portfolioName} have no value of ${key} in common.`,
        ),
      ]
    : [];
}

function examineForm(
  form: ExaminedForm,
  stamped: ReadonlyMap<string, ReadonlySet<string>>,
  config: Config,
  report: Report,
): DoctorFinding[] {
  const patterns = form.parameters.filter(isPatternLeftToAws);
  const secrets = form.parameters.filter(({ noEcho }) => noEcho);
  const keysOf = (parameters: typeof patterns) =>
    parameters.map(({ key }) => key).join(', ');
  return [
    ...(patterns.length > 0
      ? [
          report(
            'pattern-left-to-aws',
            `Only AWS can check the AllowedPattern of ${keysOf(
              patterns,
            )} in version ${form.versionName}.`,
          ),
        ]
      : []),
    ...(secrets.length > 0 && config.secrets.keys.length === 0
      ? [
          report(
            'secrets-without-key',
            `Version ${form.versionName} has secret parameters: ${keysOf(
              secrets,
            )}.`,
          ),
        ]
      : []),
    ...form.tagOptions.flatMap(option =>
      examineTagOption(
        option,
        stamped.get(option.key),
        form.portfolioName,
        report,
      ),
    ),
  ];
}

/**
 * What is wrong with a product.
 *
 * @param forms - those that could be read, of its newest version that may be launched
 */
export function examineProduct(
  product: StoredProduct,
  forms: readonly ExaminedForm[],
  target: TargetConfig,
  config: Config,
): DoctorFinding[] {
  const about = {
    target: target.name,
    product: { id: product.id, name: product.name },
  };
  const report: Report = (code, message) => finding(code, message, about);
  const stamped = stampedValues(product, target, config);
  const findings = [
    ...examineType(product, report),
    ...(product.paths.length === 0
      ? [report('no-launch-path', 'AWS knows no way to launch it.')]
      : []),
    ...(newestVersion(product) === undefined
      ? [report('no-version', 'It has no version that may be launched.')]
      : []),
    ...forms.flatMap(form => [
      ...examineRole(form, target, report),
      ...examineForm(form, stamped, config, report),
    ]),
  ];
  // Each launch path has the same template.
  return findings.filter(
    ({ message }, index) =>
      findings.findIndex(other => other.message === message) === index,
  );
}

/** The newest version that may be launched. */
export function newestVersion({ versions }: Pick<StoredProduct, 'versions'>) {
  return versions.find(({ guidance }) => guidance === 'DEFAULT');
}
