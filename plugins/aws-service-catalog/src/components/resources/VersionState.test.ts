import { versionNote } from './VersionState';

describe('what there is to know about a version', () => {
  const version = { id: 'pa-1', name: 'v1' };
  const newest = { id: 'pa-2', name: 'v2' };

  it.each([
    ['current', undefined, undefined],
    ['newer-available', newest, 'v2 is available'],
    ['newer-available', undefined, 'A newer one is available'],
    ['deprecated', newest, 'Deprecated: use v2'],
    ['deprecated', undefined, 'Deprecated'],
    ['gone', newest, 'Not offered any more: use v2'],
    ['gone', undefined, 'Not offered any more'],
  ] as const)('%s, with %j as the newest', (state, best, note) => {
    expect(
      versionNote({ version, versionState: { state, newest: best } }),
    ).toBe(note);
  });
});
