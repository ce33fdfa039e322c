import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import {
  AuthorizeResult,
  PermissionCriteria,
} from '@backstage/plugin-permission-common';
import {
  createConditionTransformer,
  isAndCriteria,
  isNotCriteria,
  isOrCriteria,
} from '@backstage/plugin-permission-node';
import {
  awsServiceCatalogPermissions,
  orderReadPermission,
  RESOURCE_TYPE_ORDER,
  RESOURCE_TYPE_PRODUCT,
  RESOURCE_TYPE_PROVISIONED_PRODUCT,
} from 'backstage-plugin-aws-service-catalog-common';
import request from 'supertest';
import {
  awsServiceCatalogOrderConditions,
  awsServiceCatalogOrderPermissionResourceRef,
  awsServiceCatalogOrderPermissionRules,
  awsServiceCatalogProductPermissionResourceRef,
  awsServiceCatalogProductPermissionRules,
  awsServiceCatalogProvisionedProductPermissionResourceRef,
  awsServiceCatalogProvisionedProductPermissionRules,
  createAwsServiceCatalogOrderConditionalDecision,
  PermissionFilter,
  PermissionOrder,
  PermissionProduct,
  PermissionProvisionedProduct,
} from '.';

type Fields = Record<string, string | string[] | undefined>;

/** What a query with these criteria selects, evaluated the way SQL would. */
function selects(
  criteria: PermissionCriteria<PermissionFilter<string>>,
  fields: Fields,
): boolean {
  if (isAndCriteria(criteria)) {
    return criteria.allOf.every(each => selects(each, fields));
  }
  if (isOrCriteria(criteria)) {
    return criteria.anyOf.some(each => selects(each, fields));
  }
  if (isNotCriteria(criteria)) {
    return !selects(criteria.not, fields);
  }
  const values = [fields[criteria.field]].flat();
  return values.some(
    value => value !== undefined && criteria.values.includes(value),
  );
}

const orderFields = ({ approvers, ...order }: PermissionOrder): Fields => ({
  ...order,
  approver: approvers,
});

const bucket: PermissionProduct = {
  target: 'sandbox',
  productId: 'prod-bucket',
  productName: 'Secure S3 Bucket',
};
const order: PermissionOrder = {
  ...bucket,
  requester: 'user:default/ann',
  owner: 'group:default/payments',
  approvers: ['group:default/security', 'user:default/olga'],
};
const owned: PermissionProvisionedProduct = {
  ...bucket,
  requester: 'user:default/ann',
  owner: 'group:default/payments',
};

const productRules = awsServiceCatalogProductPermissionRules;
const orderRules = awsServiceCatalogOrderPermissionRules;
const provisionedProductRules =
  awsServiceCatalogProvisionedProductPermissionRules;

const claims = (...refs: string[]) => ({ claims: refs });
const products = (...names: string[]) => ({ products: names });
const targets = (...names: string[]) => ({ targets: names });

describe('permission rules', () => {
  it.each`
    rule             | params                                               | expected | reason
    ${'isRequester'} | ${claims('group:default/x', 'user:default/ann')}     | ${true}  | ${'one claim asked for it'}
    ${'isRequester'} | ${claims('group:default/payments')}                  | ${false} | ${'owning is not asking'}
    ${'isOwner'}     | ${claims('group:default/payments')}                  | ${true}  | ${'the group owns it'}
    ${'isOwner'}     | ${claims('user:default/ann')}                        | ${false} | ${'asking is not owning'}
    ${'isOwner'}     | ${claims()}                                          | ${false} | ${'nobody owns nothing'}
    ${'isApprover'}  | ${claims('user:default/olga')}                       | ${true}  | ${'any one approver will do'}
    ${'isApprover'}  | ${claims('user:default/ann', 'group:default/other')} | ${false} | ${'no claim is an approver'}
    ${'ofProduct'}   | ${products('prod-other', 'prod-bucket')}             | ${true}  | ${'named by id'}
    ${'ofProduct'}   | ${products('Secure S3 Bucket')}                      | ${true}  | ${'named by name'}
    ${'ofProduct'}   | ${products('secure s3 bucket')}                      | ${false} | ${'names are exact'}
    ${'inTarget'}    | ${targets('production', 'sandbox')}                  | ${true}  | ${'the target is listed'}
    ${'inTarget'}    | ${targets('production')}                             | ${false} | ${'another target'}
  `(
    '$rule of an order with $params is $expected: $reason',
    ({ rule, params, expected }) => {
      const { apply, toQuery } = orderRules[
        rule as keyof typeof orderRules
      ] as (typeof orderRules)['isOwner'];

      expect(apply(order, params)).toBe(expected);
      expect(selects(toQuery(params), orderFields(order))).toBe(expected);
    },
  );

  it('never takes an order without approvers for one that somebody may decide', () => {
    const undecided = { ...order, approvers: [] };
    const params = claims('user:default/olga');

    expect(orderRules.isApprover.apply(undecided, params)).toBe(false);
    expect(
      selects(orderRules.isApprover.toQuery(params), orderFields(undecided)),
    ).toBe(false);
  });

  it.each`
    rule           | params                     | expected
    ${'ofProduct'} | ${products('prod-bucket')} | ${true}
    ${'ofProduct'} | ${products('prod-other')}  | ${false}
    ${'inTarget'}  | ${targets('sandbox')}      | ${true}
    ${'inTarget'}  | ${targets('production')}   | ${false}
  `(
    '$rule of a product with $params is $expected',
    ({ rule, params, expected }) => {
      const { apply, toQuery } = productRules[
        rule as keyof typeof productRules
      ] as (typeof productRules)['inTarget'];

      expect(apply(bucket, params)).toBe(expected);
      expect(selects(toQuery(params), bucket)).toBe(expected);
    },
  );

  it.each`
    rule             | resource  | params                              | expected | reason
    ${'isRequester'} | ${owned}  | ${claims('user:default/ann')}       | ${true}  | ${'ordered by it'}
    ${'isRequester'} | ${bucket} | ${claims('user:default/ann')}       | ${false} | ${'ordered by nobody here'}
    ${'isOwner'}     | ${owned}  | ${claims('group:default/payments')} | ${true}  | ${'owned by it'}
    ${'isOwner'}     | ${owned}  | ${claims('group:default/search')}   | ${false} | ${'owned by others'}
    ${'isOwner'}     | ${bucket} | ${claims('group:default/payments')} | ${false} | ${'owned by nobody'}
    ${'ofProduct'}   | ${owned}  | ${products('Secure S3 Bucket')}     | ${true}  | ${'launched from it'}
    ${'ofProduct'}   | ${owned}  | ${products('prod-other')}           | ${false} | ${'launched from another'}
    ${'inTarget'}    | ${bucket} | ${targets('sandbox')}               | ${true}  | ${'the target is listed'}
    ${'inTarget'}    | ${bucket} | ${targets('production')}            | ${false} | ${'another target'}
  `(
    '$rule of a provisioned product with $params is $expected: $reason',
    ({ rule, resource, params, expected }) => {
      const { apply, toQuery } = provisionedProductRules[
        rule as keyof typeof provisionedProductRules
      ] as (typeof provisionedProductRules)['isOwner'];

      expect(apply(resource, params)).toBe(expected);
      expect(selects(toQuery(params), resource)).toBe(expected);
    },
  );
});

describe('conditions', () => {
  it('make a decision that the backend can turn into a query', () => {
    const decision = createAwsServiceCatalogOrderConditionalDecision(
      orderReadPermission,
      {
        anyOf: [
          awsServiceCatalogOrderConditions.isOwner(
            claims('group:default/payments'),
          ),
          {
            not: awsServiceCatalogOrderConditions.inTarget(
              targets('production'),
            ),
          },
        ],
      },
    );
    const ruleset = {
      getRuleByName: (name: string) =>
        Object.values(orderRules).find(rule => rule.name === name) as never,
    };

    expect(decision).toMatchObject({
      result: AuthorizeResult.CONDITIONAL,
      pluginId: 'aws-service-catalog',
      resourceType: RESOURCE_TYPE_ORDER,
    });
    expect(createConditionTransformer(ruleset)(decision.conditions)).toEqual({
      anyOf: [
        { field: 'owner', values: ['group:default/payments'] },
        { not: { field: 'target', values: ['production'] } },
      ],
    });
  });

  it('are described to the permission framework with the schema of their parameters', async () => {
    const { server } = await startTestBackend({
      features: [
        mockServices.permissionsRegistry.factory(),
        createBackendPlugin({
          pluginId: 'aws-service-catalog',
          register(env) {
            env.registerInit({
              deps: { permissionsRegistry: coreServices.permissionsRegistry },
              async init({ permissionsRegistry }) {
                permissionsRegistry.addResourceType({
                  resourceRef: awsServiceCatalogProductPermissionResourceRef,
                  rules: Object.values(productRules),
                });
                permissionsRegistry.addResourceType({
                  resourceRef: awsServiceCatalogOrderPermissionResourceRef,
                  rules: Object.values(orderRules),
                });
                permissionsRegistry.addResourceType({
                  resourceRef:
                    awsServiceCatalogProvisionedProductPermissionResourceRef,
                  rules: Object.values(provisionedProductRules),
                });
                permissionsRegistry.addPermissions(
                  awsServiceCatalogPermissions,
                );
              },
            });
          },
        }),
      ],
    });

    const { body, status } = await request(server).get(
      '/api/aws-service-catalog/.well-known/backstage/permissions/metadata',
    );

    expect(status).toBe(200);
    const rules: {
      name: string;
      resourceType: string;
      paramsSchema: object;
    }[] = body.rules;
    const namesOf = (resourceType: string) =>
      rules
        .filter(rule => rule.resourceType === resourceType)
        .map(rule => rule.name)
        .sort();
    expect(namesOf(RESOURCE_TYPE_PRODUCT)).toEqual(['IN_TARGET', 'OF_PRODUCT']);
    expect(namesOf(RESOURCE_TYPE_ORDER)).toEqual([
      'IN_TARGET',
      'IS_APPROVER',
      'IS_OWNER',
      'IS_REQUESTER',
      'OF_PRODUCT',
    ]);
    expect(namesOf(RESOURCE_TYPE_PROVISIONED_PRODUCT)).toEqual([
      'IN_TARGET',
      'IS_OWNER',
      'IS_REQUESTER',
      'OF_PRODUCT',
    ]);
    expect(
      rules.find(rule => rule.name === 'IS_OWNER')?.paramsSchema,
    ).toMatchObject({
      type: 'object',
      properties: { claims: { type: 'array', items: { type: 'string' } } },
      required: ['claims'],
    });
  });
});
