import { useApi } from '@backstage/core-plugin-api';
import useAsync from 'react-use/esm/useAsync';
import { awsServiceCatalogApiRef } from '../api';

/** Whether the reader runs the portal; not as long as that is not known. The backend asks again for whatever only operators may do. */
export function useOperator(): boolean {
  const api = useApi(awsServiceCatalogApiRef);
  const { value } = useAsync(() => api.listTargets(), [api]);
  return value?.operator === true;
}
