import { createDocument } from './createDocument';
import committed from './openapi.json';

describe('the OpenAPI document', () => {
  it('is what the routes and schemas say; `yarn generate-openapi` brings it up to date', () => {
    expect(committed).toEqual(JSON.parse(JSON.stringify(createDocument())));
  });
});
