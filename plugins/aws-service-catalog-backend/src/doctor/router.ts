import { AuditorService } from '@backstage/backend-plugin-api';
import express from 'express';
import Router from 'express-promise-router';
import { audited, createAuditedRead } from '../audited';
import { CallerOf } from '../authorize';
import { DoctorService } from './DoctorService';

/** The routes below `/doctor`. */
export function createDoctorRouter(options: {
  callerOf: CallerOf;
  doctor: DoctorService;
  auditor: AuditorService;
}): express.Router {
  const { callerOf, doctor, auditor } = options;
  const auditedRead = createAuditedRead(auditor, 'doctor-read');
  const router = Router();

  router.get('/doctor', async (request, res) => {
    const caller = await callerOf(request);
    res.json(
      await auditedRead({ request, caller, queryType: 'report' }, () =>
        doctor.getReport(caller),
      ),
    );
  });

  router.post('/doctor/run', async (request, res) => {
    const caller = await callerOf(request);
    const report = await audited(
      auditor,
      {
        eventId: 'doctor-run',
        severityLevel: 'medium',
        request,
        meta: { actionType: 'run' },
      },
      () => doctor.run(caller),
    );
    res.status(202).json(report);
  });

  return router;
}
