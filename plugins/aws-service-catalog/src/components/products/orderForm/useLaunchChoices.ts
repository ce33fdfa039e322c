import type { Product } from 'backstage-plugin-aws-service-catalog-common';
import { useSearchParams } from 'react-router-dom';
import { getCurrentVersion } from '../versions';

/** Which version is launched, and through which portfolio. Both are in the URL once they are chosen. */
export type LaunchChoicesState = {
  versionId?: string;
  /** Undefined while there are several and none was chosen. */
  pathId?: string;
  chooseVersion(id: string): void;
  choosePath(id: string): void;
};

/** The choices that a product leaves: the current version and the only launch path are chosen by themselves. */
export function useLaunchChoices(product: Product): LaunchChoicesState {
  const [params, setParams] = useSearchParams();
  const choose = (name: string) => (id: string) =>
    setParams(
      previous => {
        const next = new URLSearchParams(previous);
        next.set(name, id);
        return next;
      },
      { replace: true },
    );
  const onlyPath = product.paths.length === 1 ? product.paths[0].id : undefined;
  return {
    versionId: params.get('version') ?? getCurrentVersion(product)?.id,
    pathId: params.get('path') ?? onlyPath,
    chooseVersion: choose('version'),
    choosePath: choose('path'),
  };
}
