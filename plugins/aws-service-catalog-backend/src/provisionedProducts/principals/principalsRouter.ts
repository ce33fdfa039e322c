import { AuditorService } from '@backstage/backend-plugin-api';
import express from 'express';
import Router from 'express-promise-router';
import { createAuditedRead } from '../../audited';
import { CallerOf } from '../../authorize';
import { PrincipalsService } from './PrincipalsService';

/** The route that tells by whom AWS says that a provisioned product is owned, and its launch role. */
export function createPrincipalsRouter(options: {
  callerOf: CallerOf;
  principals: PrincipalsService;
  auditor: AuditorService;
}): express.Router {
  const { callerOf, principals, auditor } = options;
  const auditedRead = createAuditedRead(auditor, 'provisioned-product-read');
  const router = Router();

  router.get(
    '/provisioned-products/:target/:id/principals',
    async (request, res) => {
      const caller = await callerOf(request);
      res.json(
        await auditedRead({ request, caller, queryType: 'principals' }, () =>
          principals.read(caller, request.params),
        ),
      );
    },
  );

  return router;
}
