import { AuditorService } from '@backstage/backend-plugin-api';
import express from 'express';
import Router from 'express-promise-router';
import { audited, createAuditedRead } from '../audited';
import { CallerOf } from '../authorize';
import { TargetsService } from './TargetsService';

/** The routes below `/targets`. */
export function createTargetsRouter(options: {
  callerOf: CallerOf;
  targets: TargetsService;
  auditor: AuditorService;
}): express.Router {
  const { callerOf, targets, auditor } = options;
  const auditedRead = createAuditedRead(auditor, 'target-read');
  const router = Router();

  router.get('/targets', async (request, res) => {
    const caller = await callerOf(request);
    res.json(
      await auditedRead({ request, caller, queryType: 'list' }, () =>
        targets.listTargets(caller),
      ),
    );
  });

  router.post('/targets/:target/sync', async (req, res) => {
    const { target } = req.params;
    const caller = await callerOf(req);
    const status = await audited(
      auditor,
      {
        eventId: 'target-sync',
        severityLevel: 'medium',
        request: req,
        meta: { actionType: 'sync', target },
      },
      () => targets.sync(caller, target),
    );
    res.status(202).json(status);
  });

  return router;
}
