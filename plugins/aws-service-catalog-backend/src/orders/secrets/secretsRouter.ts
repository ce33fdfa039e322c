import { AuditorService } from '@backstage/backend-plugin-api';
import express from 'express';
import Router from 'express-promise-router';
import { audited } from '../../audited';
import { CallerOf } from '../../authorize';
import { SecretsService } from './SecretsService';

/** The routes below `/secrets`. */
export function createSecretsRouter(options: {
  callerOf: CallerOf;
  secrets: SecretsService;
  auditor: AuditorService;
}): express.Router {
  const { callerOf, secrets, auditor } = options;
  const router = Router();

  router.post('/secrets/re-encrypt', async (request, res) => {
    const caller = await callerOf(request);
    res.json(
      await audited(
        auditor,
        {
          eventId: 'secrets-reencrypt',
          severityLevel: 'high',
          request,
          meta: { actionType: 're-encrypt' },
        },
        () => secrets.reencrypt(caller),
      ),
    );
  });

  return router;
}
