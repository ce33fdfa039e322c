import express from 'express';
import Router from 'express-promise-router';
import {
  awsServiceCatalogRoutes,
  FieldError,
  RouteDefinition,
} from 'backstage-plugin-aws-service-catalog-common';
import { z } from 'zod';
import { InvalidFieldsError } from '../InvalidFieldsError';

type Issues = readonly z.core.$ZodIssue[];

function issuesOf(schema: z.ZodType | undefined, value: unknown): Issues {
  return schema?.safeParse(value).error?.issues ?? [];
}

function toFieldError(issue: z.core.$ZodIssue): FieldError {
  // What is wrong with a key of a record is said one level deeper.
  const [{ message }] = issue.code === 'invalid_key' ? issue.issues : [issue];
  return { field: issue.path.join('.'), message: `${message}.` };
}

/**
 * Checks queries and bodies of all routes by the schemas that the OpenAPI document is made of. The validator of the document
 * finds most of it as well, but does not tell fields apart, and whoever asks needs to know which one is wrong.
 */
export function checkRequests(): express.Router {
  const router = Router();
  const routes: RouteDefinition[] = Object.values(awsServiceCatalogRoutes);
  for (const { method, path, query, body } of routes) {
    router[method](path.replace(/\{(\w+)\}/g, ':$1'), async req => {
      const fields = [
        // The validator turns text into numbers and booleans, and says what else a query may not be.
        ...issuesOf(query, req.query).filter(
          ({ code }) => code !== 'invalid_type',
        ),
        ...issuesOf(body, req.body),
      ].map(toFieldError);
      if (fields.length > 0) {
        throw new InvalidFieldsError(fields);
      }
      return 'next';
    });
  }
  return router;
}
