import { forecastMonth, monthlyRate } from './forecast';
import { addMonths, lastMonths, periodToRead } from './months';
import { summarizeCosts } from './statistics';

const about = (amount: number) => expect.closeTo(amount, 1);
const at = (text: string) => new Date(`2026-${text}:00.000Z`);

describe('forecastMonth', () => {
  const spent = (createdAt: string, monthToDate: number, lastMonth = 0) => ({
    createdAt: at(createdAt),
    monthToDate,
    lastMonth,
  });

  it.each([
    [
      'a third of the month',
      spent('01-01T00:00', 10),
      '11-11T00:00',
      about(30),
    ],
    // It began on the 6th: five days cost 10, and twenty are left.
    [
      'what began this month',
      spent('11-06T00:00', 10),
      '11-11T00:00',
      about(50),
    ],
    [
      'half a day, by last month',
      spent('10-01T00:00', 1, 62),
      '11-01T12:00',
      about(60),
    ],
    [
      'half a day, without last month',
      spent('10-02T00:00', 1, 5),
      '11-01T12:00',
      undefined,
    ],
    [
      'what began an hour ago',
      spent('11-11T00:00', 1),
      '11-11T01:00',
      undefined,
    ],
    ['the last moment', spent('01-01T00:00', 30), '11-30T23:59', about(30)],
    [
      'a leap day',
      { ...spent('01-01T00:00', 28), createdAt: new Date('2028-01-01') },
      '2028',
      about(29),
    ],
  ])('goes by %s', (_, spending, now, expected) => {
    const forecast = forecastMonth(
      spending,
      now === '2028' ? new Date('2028-02-29T00:00:00Z') : at(now),
    );
    expect(forecast).toEqual(expected);
  });
});

describe('monthlyRate', () => {
  it.each([
    ['last month, when it ran for all of it', '10-01T00:00', 31],
    [
      'the mean of what it ran',
      '10-02T00:00',
      expect.closeTo((41 / 40) * 30.4375, 5),
    ],
    ['nothing before a week', '11-04T00:01', undefined],
  ])('is %s', (_, createdAt, expected) => {
    const rate = monthlyRate(
      { createdAt: at(createdAt), monthToDate: 10, lastMonth: 31 },
      at('11-11T00:00'),
    );
    expect(rate).toEqual(expected);
  });
});

describe('summarizeCosts', () => {
  it('tells nothing of four', () => {
    expect(summarizeCosts([1, 2, 3, 4])).toBeUndefined();
  });

  it('tells the middle of more, and not what the dearest and cheapest cost', () => {
    expect(summarizeCosts([1000, 1, 10, 30, 20])).toEqual({
      count: 5,
      median: 20,
      low: 10,
      high: 30,
    });
    expect(summarizeCosts([1, 2, 3, 4, 5, 6])).toEqual({
      count: 6,
      median: 3.5,
      low: 2.25,
      high: 4.75,
    });
  });
});

describe('months', () => {
  it('are those of the calendar, across years', () => {
    expect(addMonths('2026-01', -13)).toBe('2024-12');
    expect(lastMonths(at('02-28T23:59'), 3)).toEqual([
      '2025-12',
      '2026-01',
      '2026-02',
    ]);
    expect(periodToRead(at('12-31T23:59'))).toEqual({
      start: '2025-12-01',
      end: '2027-01-01',
    });
  });
});
