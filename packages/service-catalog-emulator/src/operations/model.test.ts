import { callRaw, startEmulator } from '../__testUtils__/harness';
import {
  AwsModel,
  describeWithReference,
  readServiceCatalogModel,
  shapeOf,
} from '../__testUtils__/reference';
import { violationsOf } from '../__testUtils__/violations';
import { InputShape } from '../validation/shapes';
import { operations } from './index';

function inputOf(model: AwsModel, operation: string): InputShape {
  const shape = shapeOf(model, model.operations[operation].input.shape);
  if (shape.kind !== 'structure') {
    throw new Error(`The input of ${operation} is no structure`);
  }
  return shape;
}

describeWithReference(
  'aws-models',
  "the operations against AWS's model",
  location => {
    const model = readServiceCatalogModel(location);

    it.each([...operations.keys()])('%s has the input AWS declares', name => {
      expect(operations.get(name)!.input).toEqual(inputOf(model, name));
    });

    it.each([...operations.keys()])(
      '%s refuses over HTTP every input that breaks a declared limit',
      async name => {
        const emulator = await startEmulator();
        const violations = violationsOf(inputOf(model, name));
        const answers = await Promise.all(
          violations.map(async ({ title, input }) => {
            const { status, body } = await callRaw(emulator, name, input);
            return { title, status, ...body };
          }),
        );
        expect(answers).toEqual(
          violations.map(({ title, message }) => ({
            title,
            status: 400,
            __type: 'ValidationException',
            message: expect.stringContaining(message),
          })),
        );
      },
    );

    it('answers UnknownOperationException for what it does not implement', async () => {
      const emulator = await startEmulator();
      const missing = [...Object.keys(model.operations), 'DoSomething'].filter(
        name => !operations.has(name),
      );
      for (const name of missing) {
        const { status, body } = await callRaw(emulator, name, {});
        expect([name, status, body.__type]).toEqual([
          name,
          400,
          'UnknownOperationException',
        ]);
      }
    });
  },
);
