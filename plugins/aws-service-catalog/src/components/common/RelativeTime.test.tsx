import { render, screen } from '@testing-library/react';
import { formatRelativeTime, RelativeTime } from './RelativeTime';

const NOW = Date.parse('2026-11-23T12:00:00.000Z');

describe('RelativeTime', () => {
  it.each([
    ['2026-11-23T12:00:00.000Z', 'now'],
    ['2026-11-23T11:59:01.000Z', '59 seconds ago'],
    ['2026-11-23T11:59:00.000Z', '1 minute ago'],
    ['2026-11-23T10:00:01.000Z', '1 hour ago'],
    ['2026-11-22T12:00:00.000Z', 'yesterday'],
    ['2026-11-03T12:00:00.000Z', '20 days ago'],
    ['2026-09-20T12:00:00.000Z', '2 months ago'],
    ['2024-11-01T12:00:00.000Z', '2 years ago'],
    ['2026-11-23T12:05:00.000Z', 'now'],
  ])('%s is %s', (at, expected) => {
    expect(formatRelativeTime(at, NOW)).toBe(expected);
  });

  it('keeps the instant for machines', () => {
    render(<RelativeTime at="2024-11-01T12:00:00.000Z" />);
    const time = screen.getByText(/ago$/);
    expect(time).toHaveAttribute('datetime', '2024-11-01T12:00:00.000Z');
    expect(time.title).toContain('2024');
  });
});
