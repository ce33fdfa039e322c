import {
  enumeration,
  InputShape,
  list,
  string,
  structure,
} from '../validation/shapes';

/** The input of Cost Explorer's GetCostAndUsage, with the limits that AWS's API model declares. */

const anything = '[\\S\\s]*';
const values = list(string({ min: 0, max: 1024, pattern: anything }));
const matchOptions = list(
  enumeration([
    'EQUALS',
    'ABSENT',
    'STARTS_WITH',
    'ENDS_WITH',
    'CONTAINS',
    'CASE_SENSITIVE',
    'CASE_INSENSITIVE',
    'GREATER_THAN_OR_EQUAL',
  ]),
);
const date = string({
  min: 0,
  max: 40,
  pattern: '(\\d{4}-\\d{2}-\\d{2})(T\\d{2}:\\d{2}:\\d{2}Z)?',
});

/** What one level of a filter is compared with; levels are nested by And, Or and Not. */
export const EXPRESSION = structure({
  Dimensions: structure({
    Key: enumeration([
      'AZ',
      'INSTANCE_TYPE',
      'LINKED_ACCOUNT',
      'PAYER_ACCOUNT',
      'LINKED_ACCOUNT_NAME',
      'OPERATION',
      'PURCHASE_TYPE',
      'REGION',
      'SERVICE',
      'SERVICE_CODE',
      'USAGE_TYPE',
      'USAGE_TYPE_GROUP',
      'RECORD_TYPE',
      'OPERATING_SYSTEM',
      'TENANCY',
      'SCOPE',
      'PLATFORM',
      'SUBSCRIPTION_ID',
      'LEGAL_ENTITY_NAME',
      'DEPLOYMENT_OPTION',
      'DATABASE_ENGINE',
      'CACHE_ENGINE',
      'INSTANCE_TYPE_FAMILY',
      'BILLING_ENTITY',
      'RESERVATION_ID',
      'RESOURCE_ID',
      'RIGHTSIZING_TYPE',
      'SAVINGS_PLANS_TYPE',
      'SAVINGS_PLAN_ARN',
      'PAYMENT_OPTION',
      'AGREEMENT_END_DATE_TIME_AFTER',
      'AGREEMENT_END_DATE_TIME_BEFORE',
      'INVOICING_ENTITY',
      'ANOMALY_TOTAL_IMPACT_ABSOLUTE',
      'ANOMALY_TOTAL_IMPACT_PERCENTAGE',
    ]),
    Values: values,
    MatchOptions: matchOptions,
  }),
  Tags: structure({
    Key: string({ min: 0, max: 1024, pattern: anything }),
    Values: values,
    MatchOptions: matchOptions,
  }),
  CostCategories: structure({
    Key: string({
      min: 1,
      max: 50,
      pattern: '^(?! )[\\p{L}\\p{N}\\p{Z}\\-_]*(?<! )$',
    }),
    Values: values,
    MatchOptions: matchOptions,
  }),
});

/** A filter's levels are checked one by one, as it is compiled. */
const NESTED: InputShape = structure({});

export const GET_COST_AND_USAGE = structure(
  {
    TimePeriod: structure({ Start: date, End: date }, ['Start', 'End']),
    Granularity: enumeration(['DAILY', 'MONTHLY', 'HOURLY']),
    Filter: NESTED,
    Metrics: list(string({ min: 0, max: 1024, pattern: anything })),
    GroupBy: list(
      structure({
        Type: enumeration(['DIMENSION', 'TAG', 'COST_CATEGORY']),
        Key: string({ min: 0, max: 1024, pattern: anything }),
      }),
    ),
    BillingViewArn: string({
      min: 20,
      max: 2048,
      pattern:
        '^arn:aws[a-z-]*:(billing)::[0-9]{12}:billingview/[-a-zA-Z0-9/:_+=.@]{1,43}$',
    }),
    NextPageToken: string({ min: 0, max: 8192, pattern: anything }),
  },
  ['TimePeriod', 'Granularity', 'Metrics'],
);
