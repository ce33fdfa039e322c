import { AuditorService } from '@backstage/backend-plugin-api';
import express from 'express';
import Router from 'express-promise-router';
import { listCostsQuerySchema } from 'backstage-plugin-aws-service-catalog-common';
import { createAuditedRead } from '../audited';
import { CallerOf } from '../authorize';
import { CostsService } from './CostsService';

/** The route `/costs`. */
export function createCostsRouter(options: {
  callerOf: CallerOf;
  costs: CostsService;
  auditor: AuditorService;
}): express.Router {
  const { callerOf, costs, auditor } = options;
  const auditedRead = createAuditedRead(auditor, 'cost-read');
  const router = Router();

  router.get('/costs', async (request, res) => {
    const query = listCostsQuerySchema.parse(request.query);
    const caller = await callerOf(request);
    res.json(
      await auditedRead({ request, caller, queryType: 'list' }, () =>
        costs.list(caller, query),
      ),
    );
  });

  return router;
}
