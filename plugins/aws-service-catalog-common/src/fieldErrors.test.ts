import { getFieldErrors } from './fieldErrors';

describe('getFieldErrors', () => {
  it('reads the fields of a refusal', () => {
    const error = Object.assign(new Error('Bad'), {
      body: { error: { fields: [{ field: 'name', message: 'Taken.' }] } },
    });
    expect(getFieldErrors(error)).toEqual([
      { field: 'name', message: 'Taken.' },
    ]);
  });

  it.each([
    undefined,
    null,
    'text',
    new Error('no body'),
    { body: null },
    { body: { error: { name: 'InputError' } } },
    { body: { error: { fields: 'name' } } },
    { body: { error: { fields: [null, 'name', { field: 'name' }] } } },
  ])('finds none in something else: %p', error => {
    expect(getFieldErrors(error)).toEqual([]);
  });
});
