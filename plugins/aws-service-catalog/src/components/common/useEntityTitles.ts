import { useApiHolder } from '@backstage/core-plugin-api';
import {
  defaultEntityPresentation,
  entityPresentationApiRef,
} from '@backstage/plugin-catalog-react';
import useAsync from 'react-use/esm/useAsync';

/**
 * What the catalog calls entities, for places that take nothing but text.
 *
 * @returns the title of one of the references: made of the reference itself until, and unless, the catalog knows better
 */
export function useEntityTitles(
  refs: readonly string[],
): (ref: string) => string {
  const presentations = useApiHolder().get(entityPresentationApiRef);
  // A new list of the same references is no reason to ask again.
  const key = refs.join();
  const { value: titles } = useAsync(
    async () =>
      new Map(
        await Promise.all(
          key.split(',').map(async ref => {
            const known = ref && (await presentations?.forEntity(ref).promise);
            return [ref, known ? known.primaryTitle : undefined] as const;
          }),
        ),
      ),
    [presentations, key],
  );
  return ref => titles?.get(ref) ?? defaultEntityPresentation(ref).primaryTitle;
}
