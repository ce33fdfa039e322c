import { AuditorService } from '@backstage/backend-plugin-api';
import { JsonObject } from '@backstage/types';
import express from 'express';
import Router from 'express-promise-router';
import {
  approveOrderRequestSchema,
  cancelOrderRequestSchema,
  listOrdersQuerySchema,
  orderRequestSchema,
  rejectOrderRequestSchema,
  retryOrderRequestSchema,
} from 'backstage-plugin-aws-service-catalog-common';
import { audited } from '../audited';
import { Caller, CallerOf } from '../authorize';
import { OrdersService } from './OrdersService';

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

  /** Reads of other people's orders do as well. */
  async function auditedRead<T>(
    req: express.Request,
    caller: Caller,
    action: string,
    read: () => Promise<T>,
  ): Promise<T> {
    if (!caller.isOperator && caller.principal === 'user') {
      return read();
    }
    return audited(
      auditor,
      {
        eventId: 'order-read',
        severityLevel: 'low',
        request: req,
        meta: { actionType: action, ...req.params },
      },
      read,
    );
  }

  router.get('/orders', async (req, res) => {
    const query = listOrdersQuerySchema.parse(req.query);
    const caller = await callerOf(req);
    res.json(
      await auditedRead(req, caller, 'list', () => orders.list(caller, query)),
    );
  });

  router.get('/orders/:id', async (req, res) => {
    const caller = await callerOf(req);
    res.json(
      await auditedRead(req, caller, 'detail', () =>
        orders.get(caller, req.params.id),
      ),
    );
  });

  router.post('/orders/preview', async (req, res) => {
    const body = orderRequestSchema.parse(req.body);
    res.json(await orders.preview(await callerOf(req), body));
  });

  router.post('/orders', async (req, res) => {
    const body = orderRequestSchema.parse(req.body);
    const caller = await callerOf(req);
    const meta = {
      actionType: body.kind,
      target: body.target,
      ...(body.kind === 'provision'
        ? { productId: body.productId, name: body.name }
        : { provisionedProductId: body.provisionedProductId }),
    };
    const detail = await auditedChange(
      req,
      { eventId: 'order-place', meta },
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

  return router;
}
