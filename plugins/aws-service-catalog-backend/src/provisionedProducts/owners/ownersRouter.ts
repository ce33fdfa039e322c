import { AuditorService } from '@backstage/backend-plugin-api';
import {
  adoptRequestSchema,
  handOverRequestSchema,
  listOwnersQuerySchema,
} from 'backstage-plugin-aws-service-catalog-common';
import express from 'express';
import Router from 'express-promise-router';
import { audited, createAuditedRead } from '../../audited';
import { CallerOf } from '../../authorize';
import { OwnersService } from './OwnersService';

/** The routes by which operators decide who owns what. */
export function createOwnersRouter(options: {
  callerOf: CallerOf;
  owners: OwnersService;
  auditor: AuditorService;
}): express.Router {
  const { callerOf, owners, auditor } = options;
  const auditedRead = createAuditedRead(auditor, 'owner-read');
  const router = Router();
  const event = (
    request: express.Request,
    actionType: string,
    what: object = {},
  ) => ({
    eventId: `provisioned-product-${actionType}`,
    severityLevel: 'medium' as const,
    request,
    meta: { actionType, ...request.params, ...what },
  });

  router.get('/owners', async (request, res) => {
    const query = listOwnersQuerySchema.parse(request.query);
    const caller = await callerOf(request);
    res.json(
      await auditedRead({ request, caller, queryType: 'list' }, () =>
        owners.list(caller, query),
      ),
    );
  });

  router.post('/owners/hand-over', async (request, res) => {
    const body = handOverRequestSchema.parse(request.body);
    const caller = await callerOf(request);
    res.json(
      await audited(auditor, event(request, 'hand-over', body), () =>
        owners.handOverAll(caller, body),
      ),
    );
  });

  router.post(
    '/provisioned-products/:target/:id/adopt',
    async (request, res) => {
      const { target, id } = request.params;
      const body = adoptRequestSchema.parse(request.body);
      const caller = await callerOf(request);
      res.json(
        await audited(auditor, event(request, 'adopt', body), () =>
          owners.adopt(caller, { target, id }, body),
        ),
      );
    },
  );

  router.post(
    '/provisioned-products/:target/:id/disown',
    async (request, res) => {
      const { target, id } = request.params;
      const caller = await callerOf(request);
      res.json(
        await audited(auditor, event(request, 'disown'), () =>
          owners.disown(caller, { target, id }),
        ),
      );
    },
  );

  router.post(
    '/provisioned-products/:target/:id/hand-over',
    async (request, res) => {
      const { target, id } = request.params;
      const body = handOverRequestSchema.parse(request.body);
      const caller = await callerOf(request);
      res.json(
        await audited(auditor, event(request, 'hand-over', body), () =>
          owners.handOver(caller, { target, id }, body),
        ),
      );
    },
  );

  return router;
}
