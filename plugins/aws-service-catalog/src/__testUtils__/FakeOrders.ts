import {
  ApproveOrderRequest,
  CancelOrderRequest,
  isFinalOrderState,
  ListOrdersQuery,
  OrderDetail,
  OrderPreview,
  OrderRequest,
  RejectOrderRequest,
  ResumeOrderRequest,
  RetryOrderRequest,
} from 'backstage-plugin-aws-service-catalog-common';
import { anOrder, target } from './fixtures';
import { FakeBackend, fits } from './FakeBackend';

/** The orders of the fake backend. */
export class FakeOrders extends FakeBackend {
  orders: OrderDetail[] = [];
  /** What a preview says besides where it is and whose. */
  preview: Partial<OrderPreview> = {};

  /** The requests for lists of orders so far, without those that count or list what waits for the reader. */
  listRequests(): ListOrdersQuery[] {
    return this.requests('listOrders')
      .map(request => request as ListOrdersQuery)
      .filter(({ scope }) => scope !== 'approvals');
  }

  async previewOrder(request: OrderRequest) {
    return this.answer('previewOrder', request, () => ({
      acceptable: true,
      problems: [],
      target: {
        name: target.name,
        accountId: target.accountId,
        region: target.region,
      },
      owner: 'group:default/team-payments',
      tags: [],
      ...this.preview,
    }));
  }

  async placeOrder(request: OrderRequest) {
    return this.answer('placeOrder', request, () => {
      const order = anOrder({
        id: '0b7a9d3e-5f64-4c1a-8a52-6f0c9d8e7a10',
        kind: request.kind,
        state: 'queued',
      });
      this.orders = [order, ...this.orders];
      return order;
    });
  }

  async listOrders(query: ListOrdersQuery = {}) {
    const { open, alarm, scope, entityRef, owner, kind, state } = query;
    const items = this.orders.filter(
      order =>
        (scope !== 'approvals' || order.state === 'awaiting-approval') &&
        (alarm === undefined || (order.alarm !== undefined) === alarm) &&
        fits(order, { entityRef, owner, kind, state, target: query.target }) &&
        (open === undefined || isFinalOrderState(order.state) !== open) &&
        (!query.productId || order.product.id === query.productId) &&
        (!query.provisionedProductId ||
          order.provisionedProduct.id === query.provisionedProductId),
    );
    return this.answer('listOrders', query, () =>
      this.page(
        items.map(
          ({ events: _events, actions: _actions, quota: _quota, ...order }) =>
            order,
        ),
        query,
      ),
    );
  }

  async getOrder(id: string) {
    return this.answer('getOrder', id, () => this.find(this.orders, { id }));
  }

  async approveOrder(id: string, request: ApproveOrderRequest) {
    return this.answer('approveOrder', request, () =>
      this.replace(id, { state: 'queued' }),
    );
  }

  async rejectOrder(id: string, request: RejectOrderRequest) {
    return this.answer('rejectOrder', request, () =>
      this.replace(id, { state: 'rejected' }),
    );
  }

  async cancelOrder(id: string, request: CancelOrderRequest) {
    return this.answer('cancelOrder', request, () =>
      this.replace(id, { state: 'cancelled' }),
    );
  }

  async retryOrder(id: string, request: RetryOrderRequest) {
    return this.answer('retryOrder', request, () =>
      this.replace(id, { state: 'queued', attempt: 2, failure: undefined }),
    );
  }

  async resumeOrder(id: string, request: ResumeOrderRequest) {
    return this.answer('resumeOrder', request, () =>
      this.replace(id, {
        alarm: undefined,
        actions: {
          ...this.find(this.orders, { id }).actions,
          resume: undefined,
        },
      }),
    );
  }

  /** Changes an order as the backend would while a page shows it. */
  replace(id: string, changes: Partial<OrderDetail>): OrderDetail {
    const order = anOrder({ ...this.find(this.orders, { id }), ...changes });
    this.orders = this.orders.map(known => (known.id === id ? order : known));
    return order;
  }
}
