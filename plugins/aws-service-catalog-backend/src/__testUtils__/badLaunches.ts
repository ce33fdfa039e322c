/** A template with every kind of rule on parameters. */
export const rulesTemplate = {
  Parameters: {
    Choice: { Type: 'String', AllowedValues: ['a', 'b'], Default: 'a' },
    Pattern: {
      Type: 'String',
      AllowedPattern: '[a-z]+',
      ConstraintDescription: 'lower-case letters only',
      Default: 'abc',
    },
    Length: { Type: 'String', MinLength: 3, MaxLength: 5, Default: 'abc' },
    Range: { Type: 'Number', MinValue: 1, MaxValue: 30, Default: 7 },
    List: {
      Type: 'CommaDelimitedList',
      AllowedValues: ['x', 'y'],
      Default: 'x',
    },
    Required: { Type: 'String' },
    Secret: {
      Type: 'String',
      NoEcho: true,
      MinLength: 8,
      Default: 'unchanged',
    },
  },
  Rules: {
    BIsLong: {
      RuleCondition: { 'Fn::Equals': [{ Ref: 'Choice' }, 'b'] },
      Assertions: [
        {
          Assert: { 'Fn::Equals': [{ Ref: 'Range' }, '30'] },
          AssertDescription: 'b is kept for 30 days',
        },
      ],
    },
  },
  Resources: { Bucket: { Type: 'AWS::S3::Bucket' } },
};

const long = (length: number) => 'x'.repeat(length);
const values = (parameters: object) => ({
  parameters: { Required: 'r', ...parameters },
});
const tag = (key: string, value = 'mine') => ({ tags: [{ key, value }] });

/** A launch that has to be refused: what is wrong with it, and what the answer says. */
export type BadLaunch = {
  reason: string;
  /** Replaces parts of a launch that would be taken. */
  changes: object;
  /** Default: payments-dev; `nobody`: a service. */
  user?: string;
  /** Default: Bucket. */
  product?: string;
  /** Default: 400. */
  status?: number;
  field?: string;
  message?: RegExp;
};

/** Launches that have to be refused before anything is sent to AWS. */
export const badLaunches: BadLaunch[] = [
  {
    reason: 'an entity of another team',
    changes: { entityRef: 'component:default/search-api' },
    status: 403,
  },
  {
    reason: 'an entity of another team, whose owner is named',
    changes: {
      entityRef: 'component:default/search-api',
      owner: 'group:default/team-search',
    },
    status: 403,
  },
  {
    reason: 'an entity without an owner',
    changes: { entityRef: 'component:default/orphan' },
    field: 'entityRef',
    message: /has no owner/,
  },
  {
    reason: 'an unknown entity',
    changes: { entityRef: 'component:default/unknown' },
    field: 'entityRef',
  },
  {
    reason: 'an entity ref that is none',
    changes: { entityRef: 'payments-api' },
    field: 'entityRef',
  },
  {
    reason: "an owner other than the entity's",
    changes: {
      entityRef: 'component:default/payments-api',
      owner: 'group:default/team-search',
    },
    user: 'both-dev',
    field: 'owner',
  },
  {
    reason: 'a target that does not serve the team',
    changes: { target: 'production' },
    user: 'search-dev',
    status: 403,
    message: /serves neither you nor any of your teams/,
  },
  {
    reason: "a target that does not serve the entity's team",
    changes: {
      target: 'production',
      entityRef: 'component:default/search-api',
    },
    user: 'both-dev',
    status: 403,
  },
  {
    reason: 'somebody whom no target serves',
    changes: {},
    user: 'outsider',
    status: 403,
  },
  {
    reason: 'an operator whom the target does not serve',
    changes: {},
    user: 'platform-engineer',
    status: 403,
  },
  {
    reason: "an owner that is another's team",
    changes: { owner: 'group:default/team-search' },
    status: 403,
    message: /not a member/,
  },
  {
    reason: 'no owner, of somebody with two teams',
    changes: {},
    user: 'both-dev',
    field: 'owner',
    message: /Choose which of your teams/,
  },
  { reason: 'a service', changes: {}, user: 'nobody', status: 403 },
  ...['owner', 'entity', 'requester', 'order', 'portal'].map(name => ({
    reason: `the tag that names the ${name}`,
    changes: tag(`backstage.io/${name}`),
    field: `tags.backstage.io/${name}`,
    message: /The portal sets the tag/,
  })),
  {
    reason: "a tag of AWS's own",
    changes: tag('aws:createdBy'),
    field: 'tags.aws:createdBy',
  },
  {
    reason: 'a tag value that AWS does not take',
    changes: tag('note', 'a;b'),
    field: 'tags.note',
  },
  {
    reason: 'a tag that is given twice',
    changes: { tags: [...tag('note').tags, ...tag('note').tags] },
    field: 'tags.note',
  },
  {
    reason: 'a tag value that the TagOptions leave out',
    product: 'Tagged',
    changes: tag('Team', 'green'),
    field: 'tags.Team',
    message: /blue, red/,
  },
  {
    reason: 'no value for a TagOption',
    product: 'Tagged',
    changes: {},
    field: 'tags.Team',
  },
  {
    reason: 'too many tags',
    changes: {
      tags: Array.from({ length: 49 }, (_, index) => ({
        key: `key-${index}`,
        value: 'v',
      })),
    },
    field: 'tags',
  },
  {
    reason: 'an unknown product',
    changes: { productId: 'prod-unknown' },
    field: 'productId',
  },
  {
    reason: 'an unknown version',
    changes: { versionId: 'pa-unknown' },
    field: 'versionId',
  },
  {
    reason: 'an unknown target',
    changes: { target: 'moon', productId: 'prod-1' },
    field: 'target',
  },
  {
    reason: 'an unknown launch path',
    changes: { pathId: 'lpv3-unknown' },
    field: 'pathId',
  },
  {
    reason: 'no launch path where there are two',
    product: 'Twice',
    changes: { parameters: {} },
    field: 'pathId',
    message: /several portfolios/,
  },
  {
    reason: 'an unknown parameter',
    changes: values({ Nonsense: 'x' }),
    field: 'parameters.Nonsense',
    message: /do not exist in the template/,
  },
  {
    reason: 'a parameter named like a property of every object',
    changes: values(JSON.parse('{"constructor":"x"}')),
    field: 'parameters.constructor',
  },
  {
    reason: 'a value that is not allowed',
    changes: values({ Choice: 'c' }),
    field: 'parameters.Choice',
    message: /AllowedValues: a, b/,
  },
  {
    reason: 'a value that matches the pattern only in part',
    changes: values({ Pattern: 'abc1' }),
    field: 'parameters.Pattern',
    message: /lower-case letters only/,
  },
  {
    reason: 'a value that is too short',
    changes: values({ Length: 'ab' }),
    field: 'parameters.Length',
  },
  {
    reason: 'a value that is too long',
    changes: values({ Length: 'abcdef' }),
    field: 'parameters.Length',
  },
  {
    reason: 'a number that is too small',
    changes: values({ Range: '0' }),
    field: 'parameters.Range',
  },
  {
    reason: 'a number that is too large',
    changes: values({ Range: '31' }),
    field: 'parameters.Range',
  },
  {
    reason: 'a number that is none',
    changes: values({ Range: 'seven' }),
    field: 'parameters.Range',
  },
  {
    reason: 'a list with a value that is not allowed',
    changes: values({ List: 'x,z' }),
    field: 'parameters.List',
  },
  {
    reason: 'no value where one is required',
    changes: { parameters: {} },
    field: 'parameters.Required',
  },
  {
    reason: 'a value longer than AWS takes',
    changes: values({ Required: long(4097) }),
    field: 'parameters.Required',
  },
  {
    reason: 'values that break a rule of the template together',
    changes: values({ Choice: 'b' }),
    field: 'parameters',
    message: /b is kept for 30 days/,
  },
  {
    reason: 'a secret that is too short',
    changes: values({ Secret: 'hush' }),
    field: 'parameters.Secret',
    message: /^(?!.*hush)/,
  },
  {
    reason: 'a dynamic reference',
    changes: values({ Required: '{{resolve:secretsmanager:admin}}' }),
    field: 'parameters.Required',
    message: /must not contain \{\{resolve:/,
  },
  {
    reason: 'a dynamic reference within a value',
    changes: values({ Required: 'a {{resolve:ssm:/x}} b' }),
    field: 'parameters.Required',
  },
  {
    reason: 'a name that AWS does not take',
    changes: { name: 'my bucket' },
    field: 'name',
    message: /letters, digits/,
  },
  { reason: 'no name', changes: { name: undefined }, field: 'name' },
  {
    reason: 'a name that is too long',
    changes: { name: long(129) },
    field: 'name',
  },
  { reason: 'an unknown kind', changes: { kind: 'destroy' }, field: 'kind' },
];
