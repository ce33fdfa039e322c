import { Entity } from '@backstage/catalog-model';
import { DefaultEntityPresentationApi } from '@backstage/plugin-catalog';
import { entityPresentationApiRef } from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';

function entity(kind: string, name: string, displayName: string): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind,
    metadata: { namespace: 'default', name },
    spec: { profile: { displayName } },
  };
}

/** The catalog's way of naming the teams and people of the fixtures, as apps have it. */
export function namedTeams() {
  const catalogApi = catalogApiMock({
    entities: [
      entity('Group', 'team-payments', 'Team Payments'),
      entity('Group', 'team-search', 'Team Search'),
      entity('User', 'payments-dev', 'Pia Payments'),
    ],
  });
  return [
    entityPresentationApiRef,
    DefaultEntityPresentationApi.create({ catalogApi }),
  ] as const;
}
