import { z } from 'zod';

/** Such as `111111111111`. In YAML it needs quotes: a number would lose leading zeros. */
const accountId = z
  .string({ message: 'has to be text: put quotes around the account id' })
  .regex(/^\d{12}$/, 'has to be an account id of 12 digits');

/** Keys become logical ids of CloudFormation and stay: another key is another portfolio. */
const key = z
  .string()
  .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'has to be in kebab-case');

const roleName = z
  .string()
  .regex(/^[\w+=,.@-]{1,64}$/, 'has to be the name of an IAM role');

const parameterName = z
  .string()
  .regex(/^[A-Za-z0-9]+$/, 'has to be the name of a template parameter');

/** A template constraint: the values of a parameter that a portfolio allows. */
const rule = z.strictObject({
  name: z.string().regex(/^[A-Za-z0-9]+$/, 'has to be letters and digits'),
  parameter: parameterName,
  allowedValues: z.array(z.string()).min(1),
  /** The rule does not apply when this parameter has this value. */
  unless: z
    .strictObject({ parameter: parameterName, is: z.string() })
    .optional(),
  /** What AWS tells those whose value is not allowed. */
  message: z.string().min(1),
});

/** How a product is offered in one portfolio. */
const offer = z.strictObject({
  /** Whether tags may change after the launch. AWS does not allow it by default. */
  tagUpdates: z.boolean().default(false),
  /** Whether the events of its stacks go to the topic of the hub. */
  notify: z.boolean().default(false),
  rules: z.array(rule).default([]),
});

const localOffer = offer.pick({ rules: true });

const shareOptions = {
  /** Whether the TagOptions of the portfolio apply in the other accounts. */
  tagOptions: z.boolean().default(false),
};

/**
 * Shares principals by name, too. Whoever may create IAM roles in a receiving account can then make one of a matching
 * name, and so gain access to the portfolio: off unless asked for.
 */
const principals = z.boolean().default(false);

/** Who a portfolio is shared with; principals can only be shared with organisations and their units. */
const share = z.union(
  [
    z.strictObject({
      organization: z.literal(true),
      ...shareOptions,
      principals,
    }),
    z.strictObject({ organizationalUnit: key, ...shareOptions, principals }),
    z.strictObject({ account: key, ...shareOptions }),
    z.strictObject({ externalAccount: key, ...shareOptions }),
  ],
  {
    message:
      'has to have one of organization: true, organizationalUnit, account, externalAccount; with tagOptions, and for the first two with principals, if need be',
  },
);

const title = {
  name: z.string().min(1).max(100),
  provider: z.string().min(1).max(50),
  description: z.string().max(2000).optional(),
};

const portfolio = z.strictObject({
  ...title,
  /** Allowed values by tag key. */
  tagOptions: z
    .record(
      z.string().min(1).max(128),
      z.array(z.string().min(1).max(256)).min(1),
    )
    .default({}),
  products: z.record(key, offer),
  shares: z.array(share).default([]),
});

const localPortfolio = z.strictObject({
  ...title,
  account: key,
  from: key,
  products: z.record(key, localOffer),
});

/** The shape of organization.yaml. */
export const organizationSchema = z.strictObject({
  /** The only Region that the app deploys to. */
  region: z
    .string()
    .regex(
      /^[a-z]{2}(-[a-z]+)+-\d$/,
      'has to be a Region, such as eu-central-1',
    ),
  accounts: z.strictObject({
    management: accountId,
    provisioning: accountId,
    projects: z
      .record(key, z.strictObject({ id: accountId, organizationalUnit: key }))
      .default({}),
    external: z.record(key, z.strictObject({ id: accountId })).default({}),
  }),
  /** Ids by key. */
  organizationalUnits: z.record(
    key,
    z
      .string()
      .regex(
        /^ou-[0-9a-z]{4,32}-[0-9a-z]{8,32}$/,
        'has to be the id of an organizational unit, such as ou-ab12-cd34ef56',
      ),
  ),
  /** Where templates are published that products name: a folder, which ends in a slash. */
  templateBaseUrl: z
    .string()
    .regex(/^https:\/\/\S+\/$/, 'has to be an https URL that ends in a slash'),
  portal: z.strictObject({
    roleName,
    /** In the management account, which pays for all. */
    costsRoleName: roleName,
    trustedRoleArn: z
      .string()
      .regex(
        /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/,
        'has to be the ARN of an IAM role',
      ),
    externalIdPrefix: z
      .string()
      .regex(
        /^[\w+=,.@:/-]{2,1000}$/,
        'has to be at least 2 letters, digits or +=,.@:/-',
      ),
    protectedTags: z.array(z.string().min(1).max(128)).min(1),
  }),
  portfolios: z.record(key, portfolio),
  localPortfolios: z.record(key, localPortfolio).default({}),
});

/** Everything that the app is told. */
export type Organization = z.output<typeof organizationSchema>;

/** How a portfolio is described. */
export type PortfolioConfig = Organization['portfolios'][string];

/** How a portfolio of a project account is described. */
export type LocalPortfolioConfig = Organization['localPortfolios'][string];

/** How a product is offered in a portfolio. */
export type OfferConfig = z.output<typeof offer>;

/** A template constraint. */
export type RuleConfig = z.output<typeof rule>;

/** Who a portfolio is shared with. */
export type ShareConfig = z.output<typeof share>;
