import express from 'express';
import Router from 'express-promise-router';
import {
  launchFormQuerySchema,
  listProductsQuerySchema,
} from 'backstage-plugin-aws-service-catalog-common';
import { CallerOf } from '../authorize';
import { ProductsService } from './ProductsService';

/** The routes below `/products`. */
export function createProductsRouter(options: {
  callerOf: CallerOf;
  products: ProductsService;
}): express.Router {
  const { callerOf, products } = options;
  const router = Router();

  router.get('/products', async (req, res) => {
    const query = listProductsQuerySchema.parse(req.query);
    res.json(await products.list(await callerOf(req), query));
  });

  router.get('/products/:target/:id', async (req, res) => {
    res.json(await products.get(await callerOf(req), req.params));
  });

  router.get('/products/:target/:id/launch-form', async (req, res) => {
    const query = launchFormQuerySchema.parse(req.query);
    res.json(
      await products.getLaunchForm(await callerOf(req), req.params, query),
    );
  });

  return router;
}
