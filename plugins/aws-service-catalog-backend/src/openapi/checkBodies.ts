import express from 'express';
import Router from 'express-promise-router';
import {
  awsServiceCatalogRoutes,
  RouteDefinition,
} from 'backstage-plugin-aws-service-catalog-common';
import { InvalidFieldsError } from '../InvalidFieldsError';

/**
 * Checks the bodies of all routes by the schemas that the OpenAPI document is made of. The validator of the document finds the
 * same, but does not tell fields apart, and forms need to know which one is wrong.
 */
export function checkBodies(): express.Router {
  const router = Router();
  const routes: RouteDefinition[] = Object.values(awsServiceCatalogRoutes);
  for (const { method, path, body } of routes) {
    if (body) {
      router[method](path.replace(/\{(\w+)\}/g, ':$1'), async req => {
        const parsed = body.safeParse(req.body);
        if (!parsed.success) {
          throw new InvalidFieldsError(
            parsed.error.issues.map(issue => ({
              field: issue.path.join('.'),
              message: `${issue.message}.`,
            })),
          );
        }
        return 'next';
      });
    }
  }
  return router;
}
