import { AuditorService } from '@backstage/backend-plugin-api';
import express from 'express';
import Router from 'express-promise-router';
import { createAuditedRead } from '../audited';
import { CallerOf } from '../authorize';
import { PoliciesService } from './PoliciesService';

/** The route `/policies`. */
export function createPoliciesRouter(options: {
  callerOf: CallerOf;
  policies: PoliciesService;
  auditor: AuditorService;
}): express.Router {
  const { callerOf, policies, auditor } = options;
  const auditedRead = createAuditedRead(auditor, 'policy-read');
  const router = Router();

  router.get('/policies', async (request, res) => {
    const caller = await callerOf(request);
    res.json(
      await auditedRead({ request, caller, queryType: 'list' }, () =>
        policies.list(caller),
      ),
    );
  });

  return router;
}
