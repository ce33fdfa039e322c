import {
  describeWithReference,
  readServiceCatalogModel,
  shapeOf,
} from '../__testUtils__/reference';
import { operations } from './index';

describeWithReference(
  'aws-models',
  "the table of constraints against AWS's model",
  location => {
    const model = readServiceCatalogModel(location);

    it.each([...operations.keys()])('%s has the input AWS declares', name => {
      const { input } = operations.get(name)!;
      const declared = shapeOf(model, model.operations[name].input.shape);
      expect(input).toEqual(declared);
    });
  },
);
