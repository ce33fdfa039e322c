import { render, screen } from '@testing-library/react';
import { StateBadge } from './StateBadge';

describe('StateBadge', () => {
  it('says a state in words beside an icon that only repeats it', () => {
    const { container } = render(
      <>
        <StateBadge state="awaiting-approval" />
        <StateBadge status="UNDER_CHANGE" />
        <StateBadge recordStatus="IN_PROGRESS_IN_ERROR" />
        <StateBadge recordStatus="SOMETHING_NEW" />
      </>,
    );
    expect(screen.getByText('Waiting for approval')).toBeInTheDocument();
    expect(screen.getByText('Under change')).toBeInTheDocument();
    expect(screen.getByText('Rolling back')).toBeInTheDocument();
    expect(screen.getByText('SOMETHING_NEW')).toBeInTheDocument();
    const icons = container.querySelectorAll('svg');
    expect(icons).toHaveLength(4);
    icons.forEach(icon => expect(icon).toHaveAttribute('aria-hidden', 'true'));
  });
});
