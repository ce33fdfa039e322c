import { AuditorService } from '@backstage/backend-plugin-api';
import {
  planRequestSchema,
  updateFormQuerySchema,
} from 'backstage-plugin-aws-service-catalog-common';
import express from 'express';
import Router from 'express-promise-router';
import { audited, createAuditedRead } from '../audited';
import { CallerOf } from '../authorize';
import { UpdateForms } from './draft/UpdateForms';
import { PlansService } from './plans/PlansService';

/** The routes by which updates are prepared. */
export function createUpdatesRouter(options: {
  callerOf: CallerOf;
  updateForms: UpdateForms;
  plans: PlansService;
  auditor: AuditorService;
}): express.Router {
  const { callerOf, updateForms, plans, auditor } = options;
  const auditedRead = createAuditedRead(auditor, 'provisioned-product-read');
  const router = Router();

  router.get(
    '/provisioned-products/:target/:id/update-form',
    async (request, res) => {
      const query = updateFormQuerySchema.parse(request.query);
      const { target, id } = request.params;
      const caller = await callerOf(request);
      res.json(
        await auditedRead({ request, caller, queryType: 'update-form' }, () =>
          updateForms.get(caller, { target, id }, query),
        ),
      );
    },
  );

  router.post(
    '/provisioned-products/:target/:id/plan',
    async (request, res) => {
      const body = planRequestSchema.parse(request.body);
      const { target, id } = request.params;
      const caller = await callerOf(request);
      const plan = await audited(
        auditor,
        {
          eventId: 'plan-create',
          severityLevel: 'medium',
          request,
          meta: { actionType: 'preview', target, provisionedProductId: id },
        },
        () => plans.create(caller, { target, id }, body),
      );
      res.status(202).json(plan);
    },
  );

  router.get(
    '/provisioned-products/:target/:id/plan/:planId',
    async (request, res) => {
      const { target, id, planId } = request.params;
      const caller = await callerOf(request);
      res.json(
        await auditedRead({ request, caller, queryType: 'plan' }, () =>
          plans.get(caller, { target, id, planId }),
        ),
      );
    },
  );

  return router;
}
