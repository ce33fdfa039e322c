import type {
  Order,
  Product,
} from 'backstage-plugin-aws-service-catalog-common';
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

/**
 * The choices that a product leaves: the current version and the only launch path are chosen by themselves.
 *
 * @param again - an order whose choices are made again where they still exist; a path's id may have changed, so its portfolio tells
 */
export function useLaunchChoices(
  product: Product,
  again?: Pick<Order, 'version' | 'portfolio'>,
): LaunchChoicesState {
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
  const versionBefore = product.versions.find(
    ({ id, guidance }) => id === again?.version?.id && guidance === 'DEFAULT',
  )?.id;
  const pathBefore = product.paths.find(
    ({ portfolioName }) => portfolioName === again?.portfolio?.name,
  )?.id;
  return {
    versionId:
      params.get('version') ?? versionBefore ?? getCurrentVersion(product)?.id,
    pathId: params.get('path') ?? onlyPath ?? pathBefore,
    chooseVersion: choose('version'),
    choosePath: choose('path'),
  };
}
