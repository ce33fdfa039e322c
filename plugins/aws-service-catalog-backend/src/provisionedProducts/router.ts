import express from 'express';
import Router from 'express-promise-router';
import { AuditorService } from '@backstage/backend-plugin-api';
import { listProvisionedProductsQuerySchema } from 'backstage-plugin-aws-service-catalog-common';
import { createAuditedRead } from '../audited';
import { CallerOf } from '../authorize';
import { ProvisionedProductsService } from './ProvisionedProductsService';

/** The routes below `/provisioned-products`. Only operators and services see what is neither theirs nor their teams'. */
export function createProvisionedProductsRouter(options: {
  callerOf: CallerOf;
  provisionedProducts: ProvisionedProductsService;
  auditor: AuditorService;
}): express.Router {
  const { callerOf, provisionedProducts, auditor } = options;
  const auditedRead = createAuditedRead(auditor, 'provisioned-product-read');
  const router = Router();

  router.get('/provisioned-products', async (request, res) => {
    const query = listProvisionedProductsQuerySchema.parse(request.query);
    const caller = await callerOf(request);
    res.json(
      await auditedRead({ request, caller, queryType: 'list' }, () =>
        provisionedProducts.list(caller, query),
      ),
    );
  });

  router.get('/provisioned-products/:target/:id', async (request, res) => {
    const caller = await callerOf(request);
    res.json(
      await auditedRead({ request, caller, queryType: 'detail' }, () =>
        provisionedProducts.get(caller, request.params),
      ),
    );
  });

  router.get(
    '/provisioned-products/:target/:id/outputs',
    async (request, res) => {
      const caller = await callerOf(request);
      res.json(
        await auditedRead({ request, caller, queryType: 'outputs' }, () =>
          provisionedProducts.listOutputs(caller, request.params),
        ),
      );
    },
  );

  router.get(
    '/provisioned-products/:target/:id/records',
    async (request, res) => {
      const caller = await callerOf(request);
      res.json(
        await auditedRead({ request, caller, queryType: 'records' }, () =>
          provisionedProducts.listRecords(caller, request.params),
        ),
      );
    },
  );

  return router;
}
