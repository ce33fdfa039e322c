import { AuditorService } from '@backstage/backend-plugin-api';
import express from 'express';
import Router from 'express-promise-router';
import {
  launchFormQuerySchema,
  listProductsQuerySchema,
} from 'backstage-plugin-aws-service-catalog-common';
import { createAuditedRead } from '../audited';
import { CallerOf } from '../authorize';
import { ProductsService } from './ProductsService';

/** The routes below `/products`. */
export function createProductsRouter(options: {
  callerOf: CallerOf;
  products: ProductsService;
  auditor: AuditorService;
}): express.Router {
  const { callerOf, products, auditor } = options;
  const auditedRead = createAuditedRead(auditor, 'product-read');
  const router = Router();

  router.get('/products', async (request, res) => {
    const query = listProductsQuerySchema.parse(request.query);
    const caller = await callerOf(request);
    res.json(
      await auditedRead({ request, caller, queryType: 'list' }, () =>
        products.list(caller, query),
      ),
    );
  });

  router.get('/products/:target/:id', async (request, res) => {
    const caller = await callerOf(request);
    res.json(
      await auditedRead({ request, caller, queryType: 'detail' }, () =>
        products.describe(caller, request.params),
      ),
    );
  });

  router.get('/products/:target/:id/launch-form', async (request, res) => {
    const query = launchFormQuerySchema.parse(request.query);
    const caller = await callerOf(request);
    res.json(
      await auditedRead({ request, caller, queryType: 'launch-form' }, () =>
        products.getLaunchForm(caller, request.params, query),
      ),
    );
  });

  return router;
}
