import express from 'express';
import Router from 'express-promise-router';
import { CallerOf } from '../authorize';
import { TargetsService } from './TargetsService';

/** The routes `/targets` and `/health`. */
export function createTargetsRouter(options: {
  callerOf: CallerOf;
  targets: TargetsService;
}): express.Router {
  const { callerOf, targets } = options;
  const router = Router();

  router.get('/targets', async (req, res) => {
    res.json(await targets.listTargets(await callerOf(req)));
  });

  router.get('/health', async (_req, res) => {
    const health = await targets.health();
    res.json(health);
  });

  return router;
}
