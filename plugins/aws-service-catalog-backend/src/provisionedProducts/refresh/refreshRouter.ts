import { AuditorService } from '@backstage/backend-plugin-api';
import { refreshProvisionedProductsRequestSchema } from 'backstage-plugin-aws-service-catalog-common';
import express from 'express';
import Router from 'express-promise-router';
import { audited } from '../../audited';
import { CallerOf } from '../../authorize';
import { RefreshService } from './RefreshService';

/** The routes by which users have provisioned products read again. Nothing in AWS is changed. */
export function createRefreshRouter(options: {
  callerOf: CallerOf;
  refreshes: RefreshService;
  auditor: AuditorService;
}): express.Router {
  const { callerOf, refreshes, auditor } = options;
  const router = Router();
  const event = (request: express.Request, queryType: string) => ({
    eventId: 'provisioned-product-refresh',
    severityLevel: 'low' as const,
    request,
    meta: { actionType: 'refresh', queryType, ...request.params },
  });

  router.post('/provisioned-products/refresh', async (request, res) => {
    const body = refreshProvisionedProductsRequestSchema.parse(request.body);
    const caller = await callerOf(request);
    res.json(
      await audited(auditor, event(request, 'list'), () =>
        refreshes.refreshAll(caller, body),
      ),
    );
  });

  router.post(
    '/provisioned-products/:target/:id/refresh',
    async (request, res) => {
      const { target, id } = request.params;
      const caller = await callerOf(request);
      res.json(
        await audited(auditor, event(request, 'one'), () =>
          refreshes.refresh(caller, { target, id }),
        ),
      );
    },
  );

  return router;
}
