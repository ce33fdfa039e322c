import { AuditorService } from '@backstage/backend-plugin-api';
import {
  ListServiceActionsResponse,
  TargetAddress,
} from 'backstage-plugin-aws-service-catalog-common';
import express from 'express';
import Router from 'express-promise-router';
import { createAuditedRead } from '../../audited';
import { Caller, CallerOf } from '../../authorize';
import { toAllowedAction } from '../decideAction';
import { ProvisionedProductsService } from '../ProvisionedProductsService';
import { ServiceActions } from './ServiceActions';

/** The route that lists what can be run on a provisioned product. */
export function createServiceActionsRouter(options: {
  callerOf: CallerOf;
  provisionedProducts: ProvisionedProductsService;
  serviceActions: ServiceActions;
  auditor: AuditorService;
}): express.Router {
  const { callerOf, provisionedProducts, serviceActions, auditor } = options;
  const auditedRead = createAuditedRead(auditor, 'provisioned-product-read');
  const router = Router();

  const list = async (
    caller: Caller,
    address: TargetAddress,
  ): Promise<ListServiceActionsResponse> => {
    const { product, decision } = await provisionedProducts.getForChange(
      caller,
      address,
      'run-action',
    );
    return {
      ...(await serviceActions.read(product)),
      run: toAllowedAction(decision),
    };
  };

  router.get(
    '/provisioned-products/:target/:id/service-actions',
    async (request, res) => {
      const caller = await callerOf(request);
      res.json(
        await auditedRead(
          { request, caller, queryType: 'service-actions' },
          () => list(caller, request.params),
        ),
      );
    },
  );

  return router;
}
