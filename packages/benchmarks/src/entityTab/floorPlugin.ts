import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import Router from 'express-promise-router';
import { Knex } from 'knex';

/**
 * What no route that shows something of a database can do without: it knows who asks, and reads one row by its primary key.
 *
 * @param row - of `provisioned_products`
 */
export function createFloorPlugin(knex: Knex) {
  return createBackendPlugin({
    pluginId: 'floor',
    register(env) {
      env.registerInit({
        deps: {
          httpAuth: coreServices.httpAuth,
          httpRouter: coreServices.httpRouter,
        },
        async init({ httpAuth, httpRouter }) {
          const router = Router();
          router.get('/:target/:id', async (request, response) => {
            await httpAuth.credentials(request, { allow: ['user'] });
            const { target, id } = request.params;
            response.json(
              await knex('provisioned_products').where({ target, id }).first(),
            );
          });
          httpRouter.use(router);
        },
      });
    },
  });
}
