import express from 'express';
import Router from 'express-promise-router';
import { HealthService } from './HealthService';

/** The route `/health`, which is open to everybody. */
export function createHealthRouter(options: {
  health: HealthService;
}): express.Router {
  const router = Router();
  router.get('/health', async (_req, res) => {
    const health = await options.health.check();
    res.status(health.status === 'failed' ? 503 : 200).json(health);
  });
  return router;
}
