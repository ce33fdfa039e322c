import express from 'express';
import Router from 'express-promise-router';
import { AuditorService } from '@backstage/backend-plugin-api';
import { listProvisionedProductsQuerySchema } from 'backstage-plugin-aws-service-catalog-common';
import { audited } from '../audited';
import { Caller, CallerOf } from '../authorize';
import { ProvisionedProductsService } from './ProvisionedProductsService';

/** The routes below `/provisioned-products`. */
export function createProvisionedProductsRouter(options: {
  callerOf: CallerOf;
  provisionedProducts: ProvisionedProductsService;
  auditor: AuditorService;
}): express.Router {
  const { callerOf, provisionedProducts, auditor } = options;
  const router = Router();

  /** Operators and services read what is not theirs: that leaves a trace. */
  async function auditedRead<T>(
    req: express.Request,
    caller: Caller,
    what: string,
    read: () => Promise<T>,
  ): Promise<T> {
    if (!caller.isOperator && caller.principal === 'user') {
      return read();
    }
    return audited(
      auditor,
      {
        eventId: 'provisioned-product-read',
        severityLevel: 'low',
        request: req,
        meta: { queryType: what, ...req.params },
      },
      read,
    );
  }

  router.get('/provisioned-products', async (req, res) => {
    const query = listProvisionedProductsQuerySchema.parse(req.query);
    const caller = await callerOf(req);
    res.json(
      await auditedRead(req, caller, 'list', () =>
        provisionedProducts.list(caller, query),
      ),
    );
  });

  router.get('/provisioned-products/:target/:id', async (req, res) => {
    const caller = await callerOf(req);
    res.json(
      await auditedRead(req, caller, 'detail', () =>
        provisionedProducts.get(caller, req.params),
      ),
    );
  });

  router.get('/provisioned-products/:target/:id/outputs', async (req, res) => {
    const caller = await callerOf(req);
    res.json(
      await auditedRead(req, caller, 'outputs', () =>
        provisionedProducts.listOutputs(caller, req.params),
      ),
    );
  });

  router.get('/provisioned-products/:target/:id/records', async (req, res) => {
    const caller = await callerOf(req);
    res.json(
      await auditedRead(req, caller, 'records', () =>
        provisionedProducts.listRecords(caller, req.params),
      ),
    );
  });

  return router;
}
