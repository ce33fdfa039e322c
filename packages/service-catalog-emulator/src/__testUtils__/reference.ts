import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Shape } from '../validation/shapes';

/** Reference material beside the repository; not part of it, so it may be absent. */
const SHARED = path.resolve(__dirname, '../../../../../shared');

/**
 * A describe block that needs reference material. Where that is absent one skipped test
 * says why; with `REQUIRE_REFERENCE=1` its absence is a failure.
 *
 * @param folder - folder of the reference material, such as `aws-models`
 * @param block - receives the folder's path
 */
export function describeWithReference(
  folder: string,
  title: string,
  block: (location: string) => void,
): void {
  const location = path.join(SHARED, folder);
  if (existsSync(location)) {
    describe(title, () => block(location));
  } else if (process.env.REQUIRE_REFERENCE) {
    it(`${title} needs ${location}`, () => {
      throw new Error(`${location} is absent`);
    });
  } else {
    // Jest runs the callback of a skipped describe block, and it would read what is absent.
    it.skip(`${title} (NOT RUN: ${location} is absent)`, () => {});
  }
}

interface ModelShape {
  type: string;
  required?: string[];
  members?: { [name: string]: { shape: string } };
  member?: { shape: string };
  key?: { shape: string };
  value?: { shape: string };
  min?: number;
  max?: number;
  pattern?: string;
  enum?: string[];
}

/** AWS's own description of the API. */
export interface AwsModel {
  operations: {
    [name: string]: {
      input: { shape: string };
      output?: { shape: string };
      errors?: { shape: string }[];
    };
  };
  shapes: { [name: string]: ModelShape };
}

/** Reads AWS's model of Service Catalog. */
export function readServiceCatalogModel(location: string): AwsModel {
  return JSON.parse(
    readFileSync(path.join(location, 'servicecatalog-2015-12-10.json'), 'utf8'),
  );
}

/** A shape of AWS's model in the terms of the emulator's own table. */
export function shapeOf(model: AwsModel, name: string): Shape {
  const shape = model.shapes[name];
  const { min, max } = shape;
  const limits = {
    ...(min !== undefined && { min }),
    ...(max !== undefined && { max }),
  };
  switch (shape.type) {
    case 'string':
      return {
        kind: 'string',
        ...limits,
        ...(shape.pattern !== undefined && { pattern: shape.pattern }),
        ...(shape.enum !== undefined && { values: shape.enum }),
      };
    case 'integer':
      return { kind: 'integer', ...limits };
    case 'boolean':
      return { kind: 'boolean' };
    case 'list':
      return {
        kind: 'list',
        member: shapeOf(model, shape.member!.shape),
        ...limits,
      };
    case 'map': {
      const key = shapeOf(model, shape.key!.shape);
      if (key.kind !== 'string') {
        throw new Error(`The keys of ${name} are no strings`);
      }
      return {
        kind: 'map',
        key,
        value: shapeOf(model, shape.value!.shape),
        ...limits,
      };
    }
    case 'structure':
      return {
        kind: 'structure',
        members: Object.fromEntries(
          Object.entries(shape.members!).map(([member, reference]) => [
            member,
            shapeOf(model, reference.shape),
          ]),
        ),
        required: shape.required ?? [],
      };
    default:
      throw new Error(`${name} has the unexpected type ${shape.type}`);
  }
}
