import { Entity } from '@backstage/catalog-model';

/** A component, owned by a group when one is given. */
export function component(
  name: string,
  owner?: string,
  annotations: Record<string, string> = {},
): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name, namespace: 'default', annotations },
    spec: { type: 'service', owner },
    relations: owner ? [{ type: 'ownedBy', targetRef: owner }] : [],
  };
}

/** A group and its members, as the catalog relates them. */
export function group(ref: string, members: readonly string[]): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Group',
    metadata: { name: ref.split('/')[1], namespace: 'default' },
    spec: { type: 'team', children: [] },
    relations: members.map(name => ({
      type: 'hasMember',
      targetRef: `user:default/${name}`,
    })),
  };
}

/** A user and the groups of the user, as the catalog relates them. */
export function user(name: string, groups: readonly string[]): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'User',
    metadata: { name, namespace: 'default' },
    spec: { profile: { email: `${name}@example.com` } },
    relations: groups.map(targetRef => ({ type: 'memberOf', targetRef })),
  };
}
