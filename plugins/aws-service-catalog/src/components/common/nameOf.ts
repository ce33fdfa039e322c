import { defaultEntityPresentation } from '@backstage/plugin-catalog-react';

/** The short name of an entity, or whatever else is named, for a sentence that cannot hold a link. */
export function nameOf(ref: string): string {
  return defaultEntityPresentation(ref).primaryTitle;
}
