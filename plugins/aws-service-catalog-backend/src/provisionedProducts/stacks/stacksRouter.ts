import { AuditorService } from '@backstage/backend-plugin-api';
import { TargetAddress } from 'backstage-plugin-aws-service-catalog-common';
import express from 'express';
import Router from 'express-promise-router';
import { createAuditedRead } from '../../audited';
import { Caller, CallerOf } from '../../authorize';
import { StacksService } from './StacksService';

/** The routes that show the stacks of provisioned products. */
export function createStacksRouter(options: {
  callerOf: CallerOf;
  stacks: StacksService;
  auditor: AuditorService;
}): express.Router {
  const { callerOf, stacks, auditor } = options;
  const auditedRead = createAuditedRead(auditor, 'provisioned-product-read');
  const router = Router();
  const show = (
    queryType: string,
    read: (caller: Caller, address: TargetAddress) => Promise<object>,
  ) =>
    router.get(
      `/provisioned-products/:target/:id/${queryType}`,
      async (request, res) => {
        const { target, id } = request.params;
        const caller = await callerOf(request);
        res.json(
          await auditedRead({ request, caller, queryType }, () =>
            read(caller, { target, id }),
          ),
        );
      },
    );
  show('resources', (...args) => stacks.listResources(...args));
  show('events', (...args) => stacks.listEvents(...args));
  show('parameters', (...args) => stacks.listParameters(...args));
  show('stack-instances', (...args) => stacks.listInstances(...args));
  return router;
}
