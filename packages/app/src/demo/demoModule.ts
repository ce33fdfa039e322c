import { createFrontendModule } from '@backstage/frontend-plugin-api';
import { demoSignInPage } from './demoSignInPage';

/**
 * What makes this app a demo: everybody chooses who they are. The backend has the other half, and refuses to start with
 * it in production.
 */
export const demoModule = createFrontendModule({
  pluginId: 'app',
  extensions: [demoSignInPage],
});
