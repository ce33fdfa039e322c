import * as common from 'backstage-plugin-aws-service-catalog-common';
import { JsonObject, JsonValue } from '@backstage/types';
import { z } from 'zod';

type Route = common.RouteDefinition;

const SCHEMA_SUFFIX = 'Schema';

const title = 'AWS Service Catalog for Backstage';

const componentUri = (id: string) => `#/components/schemas/${id}`;

/** Every schema that the common package exports is a component, named after it: `orderSchema` is `Order`. */
function registerSchemas() {
  const registry = z.registry<{ id: string }>();
  for (const [name, value] of Object.entries(common)) {
    if (name.endsWith(SCHEMA_SUFFIX) && value instanceof z.ZodType) {
      const id = name.slice(0, -SCHEMA_SUFFIX.length);
      registry.add(value, {
        id: id[0].toLocaleUpperCase('en-US') + id.slice(1),
      });
    }
  }
  return registry;
}

type Registry = ReturnType<typeof registerSchemas>;

function literalsOf(schema: z.core.$ZodType, property: string): string[] {
  const shape = schema instanceof z.ZodObject ? schema.shape : {};
  const literal = shape[property];
  return literal instanceof z.ZodLiteral ? [...literal.values].map(String) : [];
}

/** Tells a discriminated union apart by its property, so that a wrong body gets the errors of the kind it claims to be. */
function addDiscriminator(
  schema: z.core.$ZodType,
  target: JsonObject,
  registry: Registry,
): void {
  if (!(schema instanceof z.ZodDiscriminatedUnion)) {
    return;
  }
  const propertyName = schema.def.discriminator;
  const mapping = schema.options.flatMap(option => {
    const id = registry.get(option)?.id;
    return id === undefined
      ? []
      : literalsOf(option, propertyName).map(value => [
          value,
          componentUri(id),
        ]);
  });
  target.discriminator = { propertyName, mapping: Object.fromEntries(mapping) };
}

function createComponents(registry: Registry): JsonObject {
  const { schemas } = z.toJSONSchema(registry, {
    target: 'openapi-3.0',
    uri: componentUri,
    override: ({ zodSchema, jsonSchema }) =>
      addDiscriminator(zodSchema, jsonSchema as JsonObject, registry),
  });
  const components = Object.entries(schemas).map(([id, schema]) => {
    const { $id: _, ...rest } = schema;
    return [id, rest as JsonObject] as const;
  });
  return Object.fromEntries(components.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function refTo(schema: z.ZodType, registry: Registry): JsonObject {
  const id = registry.get(schema)?.id;
  if (id === undefined) {
    throw new Error(
      'Bodies and responses of routes must be exported by the common package',
    );
  }
  return { $ref: componentUri(id) };
}

function json(schema: JsonObject, description: string): JsonObject {
  return { description, content: { 'application/json': { schema } } };
}

/** The properties of a query, as the component has them: they may be refs to components. */
function queryParameters(
  route: Route,
  registry: Registry,
  components: JsonObject,
): JsonObject[] {
  const id = route.query && registry.get(route.query)?.id;
  if (!route.query || id === undefined) {
    return [];
  }
  const { properties = {}, required = [] } = components[id] as {
    properties?: JsonObject;
    required?: JsonValue[];
  };
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    // Otherwise a space sent as `+`, as browsers do, and a plain `component:default/a` are refused.
    allowReserved: true,
    schema: schema as JsonValue,
  }));
}

function pathParameters(route: Route): JsonObject[] {
  return [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: {
      $ref: componentUri(name === 'target' ? 'TargetName' : 'AwsId'),
    },
  }));
}

function createOperation(
  operationId: string,
  route: Route,
  registry: Registry,
  components: JsonObject,
): JsonObject {
  const parameters = [
    ...pathParameters(route),
    ...queryParameters(route, registry, components),
  ];
  return {
    operationId,
    summary: route.summary,
    security: operationId === 'getHealth' ? [] : [{ backstageToken: [] }],
    ...(parameters.length > 0 && { parameters }),
    ...(route.body && {
      requestBody: {
        required: true,
        content: {
          'application/json': { schema: refTo(route.body, registry) },
        },
      },
    }),
    responses: {
      [route.status]: json(refTo(route.response, registry), 'Success'),
      ...Object.fromEntries(
        (route.alsoAnswered ?? []).map(status => [
          status,
          json(refTo(route.response, registry), 'Failure'),
        ]),
      ),
      default: json({ $ref: componentUri('Error') }, 'Refusal or failure'),
    },
  };
}

/** The body of every answer that is no success: Backstage's, with the wrong fields of a request where there are some. */
const errorSchema: JsonObject = {
  type: 'object',
  properties: {
    error: {
      type: 'object',
      properties: {
        name: { type: 'string' },
        message: { type: 'string' },
        fields: {
          type: 'array',
          items: {
            type: 'object',
            properties: {
              field: { type: 'string' },
              message: { type: 'string' },
            },
            required: ['field', 'message'],
          },
        },
      },
      required: ['name', 'message'],
    },
  },
  required: ['error'],
};

/**
 * Makes the OpenAPI 3.0 document of the backend from the routes and schemas of the common package.
 */
export function createDocument(): JsonObject {
  const registry = registerSchemas();
  const components = createComponents(registry);
  const paths: Record<string, JsonObject> = {};
  for (const [id, route] of Object.entries<Route>(
    common.awsServiceCatalogRoutes,
  )) {
    paths[route.path] = {
      ...paths[route.path],
      [route.method]: createOperation(id, route, registry, components),
    };
  }
  return {
    openapi: '3.0.3',
    info: {
      title,
      version: '1',
      description:
        'Ordering, following and managing AWS Service Catalog products from Backstage.',
      license: {
        name: 'Apache-2.0',
        url: 'https://www.apache.org/licenses/LICENSE-2.0',
      },
    },
    servers: [{ url: '/' }],
    paths,
    components: {
      schemas: { ...components, Error: errorSchema },
      securitySchemes: {
        backstageToken: {
          type: 'http',
          scheme: 'bearer',
          description: 'A Backstage user or service token',
        },
      },
    },
  };
}
