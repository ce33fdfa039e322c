import {
  OrderKind,
  orderKindSchema,
  OrderState,
  orderStateSchema,
} from 'backstage-plugin-aws-service-catalog-common';
import { HeadlineOrder, orderHeadline } from './orderHeadline';

function headline(
  kind: OrderKind,
  state: OrderState,
  changes: Partial<HeadlineOrder> = {},
) {
  return orderHeadline({
    kind,
    state,
    attempt: 1,
    provisionedProduct: { name: 'uploads' },
    ...changes,
  });
}

describe('orderHeadline', () => {
  it('says something of its own about every kind in every state, by name', () => {
    const sentences = orderKindSchema.options.flatMap(kind =>
      orderStateSchema.options.map(state => headline(kind, state)),
    );
    expect(new Set(sentences).size).toBe(sentences.length);
    for (const sentence of sentences) {
      expect(sentence).toMatch(/\buploads\b.*\.$/);
    }
  });

  it.each<[OrderKind, OrderState, string]>([
    ['provision', 'running', 'AWS is creating uploads.'],
    ['update', 'succeeded', 'uploads is updated.'],
    ['terminate', 'failed', 'uploads could not be terminated.'],
    [
      'provision',
      'queued',
      'The launch of uploads will be sent to AWS in a moment.',
    ],
  ])('%s, %s: %s', (kind, state, expected) => {
    expect(headline(kind, state)).toBe(expected);
  });

  it('tells a roll-back from work that goes well', () => {
    const record = { id: 'rec-1', status: 'IN_PROGRESS_IN_ERROR' };
    expect(headline('update', 'running', { record })).toBe(
      'The update of uploads failed; AWS is rolling it back.',
    );
  });

  it('does not say that nothing was sent when an attempt before was', () => {
    expect(headline('provision', 'cancelled')).toContain(
      'Nothing was sent to AWS.',
    );
    const submitted = {
      sequence: 1,
      at: '2026-11-01T00:00:00Z',
      type: 'submitted',
      state: 'submitting' as const,
      message: 'It goes to AWS.',
    };
    expect(
      headline('provision', 'cancelled', { events: [submitted] }),
    ).not.toContain('Nothing was sent');
    expect(headline('provision', 'cancelled', { attempt: 2 })).not.toContain(
      'Nothing was sent',
    );
  });
});
