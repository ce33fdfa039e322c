import { AuditorService } from '@backstage/backend-plugin-api';
import express from 'express';
import Router from 'express-promise-router';
import { audited } from '../audited';
import { CallerOf } from '../authorize';
import { TargetsService } from './TargetsService';

/** The routes below `/targets`. */
export function createTargetsRouter(options: {
  callerOf: CallerOf;
  targets: TargetsService;
  auditor: AuditorService;
}): express.Router {
  const { callerOf, targets, auditor } = options;
  const router = Router();

  router.get('/targets', async (req, res) => {
    res.json(await targets.listTargets(await callerOf(req)));
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
