import { AuditorService } from '@backstage/backend-plugin-api';
import { JsonObject } from '@backstage/types';
import express from 'express';
import Router from 'express-promise-router';
import {
  approveOrderRequestSchema,
  cancelOrderRequestSchema,
  listOrdersQuerySchema,
  OrderRequest,
  orderRequestSchema,
  rejectOrderRequestSchema,
  RepairOrderRequest,
  resumeOrderRequestSchema,
  retryOrderRequestSchema,
  TerminateOrderRequest,
} from 'backstage-plugin-aws-service-catalog-common';
import { audited, createAuditedRead, isOfOthers } from '../audited';
import { CallerOf } from '../authorize';
import { OrdersService } from './OrdersService';

function describeTermination(request: TerminateOrderRequest): JsonObject {
  const { retainResources, ignoreErrors, reason } = request;
  return retainResources || ignoreErrors
    ? {
        retainResources: retainResources === true,
        ignoreErrors: ignoreErrors === true,
        reason: reason ?? null,
      }
    : {};
}

function describeRepair(request: RepairOrderRequest): JsonObject {
  const { awsOwner, launchRole, reason } = request;
  return {
    awsOwner: awsOwner ?? null,
    launchRole: launchRole ?? null,
    reason: reason ?? null,
  };
}

/** What a request is about, without its parameters. */
function whatIsOrdered(request: OrderRequest): JsonObject {
  return {
    actionType: request.kind,
    target: request.target,
    ...('provisionedProductId' in request
      ? { provisionedProductId: request.provisionedProductId }
      : { productId: request.productId, name: request.name }),
    ...(request.kind === 'terminate' && describeTermination(request)),
    ...(request.kind === 'repair' && describeRepair(request)),
  };
}

/** The routes below `/orders`. */
export function createOrdersRouter(options: {
  callerOf: CallerOf;
  orders: OrdersService;
  auditor: AuditorService;
}): express.Router {
  const { callerOf, orders, auditor } = options;
  const router = Router();

  /** Every attempt to change something leaves a trace with its user and its end. */
  const auditedChange = <T>(
    request: express.Request,
    what: { eventId: string; meta: JsonObject },
    change: () => Promise<T>,
  ) => audited(auditor, { ...what, severityLevel: 'medium', request }, change);

  const auditedRead = createAuditedRead(auditor, 'order-read');

  router.get('/orders', async (request, res) => {
    const query = listOrdersQuerySchema.parse(request.query);
    const caller = await callerOf(request);
    res.json(
      await auditedRead(
        {
          request,
          caller,
          queryType: 'list',
          // Approvers see orders of other teams.
          showsOthers: ({ items }) =>
            items.some(order => isOfOthers(caller, order)),
        },
        () => orders.list(caller, query),
      ),
    );
  });

  router.get('/orders/:id', async (request, res) => {
    const caller = await callerOf(request);
    res.json(
      await auditedRead(
        {
          request,
          caller,
          queryType: 'detail',
          showsOthers: order => isOfOthers(caller, order),
        },
        () => orders.get(caller, request.params.id),
      ),
    );
  });

  router.post('/orders/preview', async (req, res) => {
    const body = orderRequestSchema.parse(req.body);
    const caller = await callerOf(req);
    res.json(
      await audited(
        auditor,
        {
          eventId: 'order-preview',
          severityLevel: 'low',
          request: req,
          meta: whatIsOrdered(body),
        },
        () => orders.preview(caller, body),
      ),
    );
  });

  router.post('/orders', async (req, res) => {
    const body = orderRequestSchema.parse(req.body);
    const caller = await callerOf(req);
    const detail = await auditedChange(
      req,
      { eventId: 'order-place', meta: whatIsOrdered(body) },
      () => orders.place(caller, body),
    );
    res.status(202).json(detail);
  });

  router.post('/orders/:id/approve', async (req, res) => {
    const { id } = req.params;
    const body = approveOrderRequestSchema.parse(req.body);
    const caller = await callerOf(req);
    res.json(
      await auditedChange(
        req,
        {
          eventId: 'order-decide',
          meta: { actionType: 'approve', orderId: id, digest: body.digest },
        },
        () => orders.approve(caller, id, body),
      ),
    );
  });

  router.post('/orders/:id/reject', async (req, res) => {
    const { id } = req.params;
    const body = rejectOrderRequestSchema.parse(req.body);
    const caller = await callerOf(req);
    res.json(
      await auditedChange(
        req,
        {
          eventId: 'order-decide',
          meta: { actionType: 'reject', orderId: id, digest: body.digest },
        },
        () => orders.reject(caller, id, body),
      ),
    );
  });

  router.post('/orders/:id/cancel', async (req, res) => {
    const { id } = req.params;
    const body = cancelOrderRequestSchema.parse(req.body);
    const caller = await callerOf(req);
    res.json(
      await auditedChange(
        req,
        {
          eventId: 'order-cancel',
          meta: { actionType: 'cancel', orderId: id },
        },
        () => orders.cancel(caller, id, body),
      ),
    );
  });

  router.post('/orders/:id/retry', async (req, res) => {
    const { id } = req.params;
    const body = retryOrderRequestSchema.parse(req.body);
    const caller = await callerOf(req);
    const detail = await auditedChange(
      req,
      { eventId: 'order-retry', meta: { actionType: 'retry', orderId: id } },
      () => orders.retry(caller, id, body),
    );
    res.status(202).json(detail);
  });

  router.post('/orders/:id/resume', async (req, res) => {
    const { id } = req.params;
    const body = resumeOrderRequestSchema.parse(req.body);
    const caller = await callerOf(req);
    const detail = await auditedChange(
      req,
      { eventId: 'order-resume', meta: { actionType: 'resume', orderId: id } },
      () => orders.resume(caller, id, body),
    );
    res.status(202).json(detail);
  });

  return router;
}
