import { AuditorService } from '@backstage/backend-plugin-api';
import express from 'express';
import Router from 'express-promise-router';
import {
  cancelOrderRequestSchema,
  listOrdersQuerySchema,
  orderRequestSchema,
  retryOrderRequestSchema,
} from 'backstage-plugin-aws-service-catalog-common';
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

  /** Every attempt to change something leaves a trace with its user and its end; reads of other people's orders do as well. */
  async function audited<T>(
    req: express.Request,
    what: { eventId: string; severity: 'low' | 'medium'; action: string },
    meta: Record<string, string | undefined>,
    run: () => Promise<T>,
  ): Promise<T> {
    const event = await auditor.createEvent({
      eventId: what.eventId,
      severityLevel: what.severity,
      request: req,
      meta: { actionType: what.action, ...meta },
    });
    try {
      const result = await run();
      await event.success();
      return result;
    } catch (error) {
      await event.fail({ error: error as Error });
      throw error;
    }
  }

  async function auditedRead<T>(
    req: express.Request,
    caller: Caller,
    action: string,
    read: () => Promise<T>,
  ): Promise<T> {
    if (!caller.isOperator && caller.principal === 'user') {
      return read();
    }
    const what = { eventId: 'order-read', severity: 'low', action } as const;
    return audited(req, what, { ...req.params }, read);
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
    const detail = await audited(
      req,
      { eventId: 'order-place', severity: 'medium', action: body.kind },
      {
        target: body.target,
        ...(body.kind === 'provision'
          ? { productId: body.productId, name: body.name }
          : { provisionedProductId: body.provisionedProductId }),
      },
      () => orders.place(caller, body),
    );
    res.status(202).json(detail);
  });

  router.post('/orders/:id/cancel', async (req, res) => {
    const { id } = req.params;
    const body = cancelOrderRequestSchema.parse(req.body);
    const caller = await callerOf(req);
    res.json(
      await audited(
        req,
        { eventId: 'order-cancel', severity: 'medium', action: 'cancel' },
        { orderId: id },
        () => orders.cancel(caller, id, body),
      ),
    );
  });

  router.post('/orders/:id/retry', async (req, res) => {
    const { id } = req.params;
    const body = retryOrderRequestSchema.parse(req.body);
    const caller = await callerOf(req);
    const detail = await audited(
      req,
      { eventId: 'order-retry', severity: 'medium', action: 'retry' },
      { orderId: id },
      () => orders.retry(caller, id, body),
    );
    res.status(202).json(detail);
  });

  return router;
}
