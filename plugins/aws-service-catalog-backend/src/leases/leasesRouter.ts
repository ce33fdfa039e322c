import { AuditorService } from '@backstage/backend-plugin-api';
import express from 'express';
import Router from 'express-promise-router';
import { holdLeaseRequestSchema } from 'backstage-plugin-aws-service-catalog-common';
import { audited } from '../audited';
import { CallerOf } from '../authorize';
import { LeasesService } from './LeasesService';

/** The routes by which leases are held and released. */
export function createLeasesRouter(options: {
  callerOf: CallerOf;
  leases: LeasesService;
  auditor: AuditorService;
}): express.Router {
  const { callerOf, leases, auditor } = options;
  const router = Router();

  router.post('/provisioned-products/:target/:id/hold', async (req, res) => {
    const body = holdLeaseRequestSchema.parse(req.body);
    const caller = await callerOf(req);
    res.json(
      await audited(
        auditor,
        {
          eventId: 'lease-change',
          severityLevel: 'medium',
          request: req,
          meta: {
            actionType: 'hold',
            ...req.params,
            reason: body.reason,
            until: body.until ?? null,
          },
        },
        () => leases.hold(caller, req.params, body),
      ),
    );
  });

  router.post('/provisioned-products/:target/:id/release', async (req, res) => {
    const caller = await callerOf(req);
    res.json(
      await audited(
        auditor,
        {
          eventId: 'lease-change',
          severityLevel: 'medium',
          request: req,
          meta: { actionType: 'release', ...req.params },
        },
        () => leases.release(caller, req.params),
      ),
    );
  });

  return router;
}
