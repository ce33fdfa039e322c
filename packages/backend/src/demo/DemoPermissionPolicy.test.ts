import { mockCredentials } from '@backstage/backend-test-utils';
import { Permission } from '@backstage/plugin-permission-common';
import { createConditionAuthorizer } from '@backstage/plugin-permission-node';
import {
  awsServiceCatalogPermissions,
  orderCreatePermission,
  orderDecidePermission,
  provisionedProductTerminatePermission,
} from 'backstage-plugin-aws-service-catalog-common';
import {
  awsServiceCatalogOrderPermissionRules,
  awsServiceCatalogProductPermissionRules,
  awsServiceCatalogProvisionedProductPermissionRules,
  PermissionOrder,
} from 'backstage-plugin-aws-service-catalog-node';
import { DemoPermissionPolicy } from './DemoPermissionPolicy';

const groups = {
  'payments-dev': 'group:default/team-payments',
  'platform-engineer': 'group:default/platform-engineering',
};
type User = keyof typeof groups;

const decide = (permission: Permission, name: User) => {
  const userEntityRef = `user:default/${name}`;
  return new DemoPermissionPolicy().handle(
    { permission },
    {
      credentials: mockCredentials.user(userEntityRef),
      info: {
        userEntityRef,
        ownershipEntityRefs: [userEntityRef, groups[name]],
      },
    },
  );
};

const bucket = { productId: 'prod-1', productName: 'Secure S3 Bucket' };
const database = {
  productId: 'prod-2',
  productName: 'PostgreSQL RDS Instance',
};

const orderFor = (owner: string): PermissionOrder => ({
  ...database,
  target: 'payments',
  requester: 'user:default/payments-dev',
  owner,
  approvers: [groups['platform-engineer']],
});

describe('the policy of the demo', () => {
  it.each<[User, string, typeof bucket, boolean]>([
    ['payments-dev', 'payments', bucket, true],
    ['payments-dev', 'payments', database, true],
    ['platform-engineer', 'hub', bucket, true],
    ['platform-engineer', 'hub', database, false],
  ])(
    'lets %s order in %s: %p is %p',
    async (user, target, product, allowed) => {
      const isAllowed = createConditionAuthorizer(
        Object.values(awsServiceCatalogProductPermissionRules),
      );
      const decision = await decide(orderCreatePermission, user);
      expect(isAllowed(decision, { target, ...product })).toBe(allowed);
    },
  );

  it.each<[User, User, boolean]>([
    ['platform-engineer', 'payments-dev', true],
    ['platform-engineer', 'platform-engineer', false],
    ['payments-dev', 'payments-dev', false],
  ])(
    'lets %s decide an order for the team of %s: %p',
    async (user, of, allowed) => {
      const isAllowed = createConditionAuthorizer(
        Object.values(awsServiceCatalogOrderPermissionRules),
      );
      const decision = await decide(orderDecidePermission, user);
      expect(isAllowed(decision, orderFor(groups[of]))).toBe(allowed);
    },
  );

  it.each<[User, boolean]>([
    ['payments-dev', true],
    ['platform-engineer', false],
  ])('lets %s terminate what team-payments owns: %p', async (user, allowed) => {
    const isAllowed = createConditionAuthorizer(
      Object.values(awsServiceCatalogProvisionedProductPermissionRules),
    );
    const decision = await decide(provisionedProductTerminatePermission, user);
    expect(
      isAllowed(decision, {
        ...bucket,
        target: 'payments',
        owner: groups['payments-dev'],
      }),
    ).toBe(allowed);
  });

  it('allows everything else, and narrows nothing unnoticed', async () => {
    const allowed: string[] = [];
    for (const permission of awsServiceCatalogPermissions) {
      const { result } = await decide(permission, 'payments-dev');
      if (result === 'ALLOW') {
        allowed.push(permission.name);
      }
    }
    expect(allowed).toEqual([
      'aws-service-catalog.product.read',
      'aws-service-catalog.order.read',
      'aws-service-catalog.order.cancel',
      'aws-service-catalog.provisioned-product.read',
      'aws-service-catalog.provisioned-product.update',
      'aws-service-catalog.provisioned-product.abandon',
      'aws-service-catalog.provisioned-product.run-action',
      'aws-service-catalog.provisioned-product.repair',
      'aws-service-catalog.provisioned-product.adopt',
    ]);
  });
});
