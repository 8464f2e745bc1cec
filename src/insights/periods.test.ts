import { clockOf, cuts, latestMonday, periodBefore, periodOf, weekBefore } from './periods';

const iso = (dates: readonly Date[]) => dates.map((date) => date.toISOString());
const berlin = 'Europe/Berlin';

describe('days in a time zone', () => {
  it('begin at its midnight', () => {
    const { from, until } = periodOf({ from: '2026-01-05', to: '2026-01-06', timeZone: berlin });
    expect(iso([from, until])).toEqual(['2026-01-04T23:00:00.000Z', '2026-01-06T23:00:00.000Z']);
  });

  it('have 23 hours in spring and 25 in autumn, by the day as by the hour', () => {
    for (const [day, hours] of [
      ['2026-03-29', 23],
      ['2026-10-25', 25],
    ] as const) {
      const days = { from: day, to: day, timeZone: berlin };
      const { from, until } = periodOf(days);
      expect(until.getTime() - from.getTime()).toBe(hours * 3_600_000);
      expect(cuts(days, 'day')).toEqual([from, until]);
      const byHour = cuts(days, 'hour');
      expect(byHour).toHaveLength(hours + 1);
      expect(new Set(byHour.map(Number)).size).toBe(hours + 1);
    }
  });

  it('begin when the clocks say so where there is no midnight, and hours of half a zone at its full hours', () => {
    // In Santiago the clocks go from 24:00 to 01:00.
    expect(iso(cuts({ from: '2026-09-06', to: '2026-09-06', timeZone: 'America/Santiago' }, 'day'))).toEqual([
      '2026-09-06T04:00:00.000Z',
      '2026-09-07T03:00:00.000Z',
    ]);
    expect(
      iso(cuts({ from: '2026-01-05', to: '2026-01-05', timeZone: 'Asia/Kolkata' }, 'hour').slice(0, 2)),
    ).toEqual(['2026-01-04T18:30:00.000Z', '2026-01-04T19:30:00.000Z']);
  });

  it('are cut into weeks from Monday, the first one shorter', () => {
    expect(iso(cuts({ from: '2026-01-01', to: '2026-01-14', timeZone: 'UTC' }, 'week'))).toEqual([
      '2026-01-01T00:00:00.000Z',
      '2026-01-05T00:00:00.000Z',
      '2026-01-12T00:00:00.000Z',
      '2026-01-15T00:00:00.000Z',
    ]);
  });
});

describe('the period before', () => {
  it('has as many days, whatever the clocks did', () => {
    const days = { from: '2026-03-23', to: '2026-03-29', timeZone: berlin };
    const { from, until } = periodBefore(days, new Date('2026-04-10T00:00:00Z'));
    expect(iso([from, until])).toEqual(['2026-03-15T23:00:00.000Z', '2026-03-22T23:00:00.000Z']);
  });

  it('goes as far as the days have come', () => {
    const days = { from: '2026-01-12', to: '2026-01-12', timeZone: 'UTC' };
    const { from, until } = periodBefore(days, new Date('2026-01-12T10:30:00Z'));
    expect(iso([from, until])).toEqual(['2026-01-11T00:00:00.000Z', '2026-01-11T10:30:00.000Z']);
  });
});

it('a clock shows the same hour twice when it goes back', () => {
  for (const at of ['2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z'])
    expect(clockOf(new Date(at), berlin)).toEqual({ weekday: 7, hour: 2 });
});

it('a week is told from Monday at seven, by the clock of who reads it', () => {
  const at = (time: string, zone: string) => latestMonday(new Date(time), zone);
  expect(at('2026-03-30T04:59:59Z', berlin)).toBe('2026-03-23');
  expect(at('2026-03-30T05:00:00Z', berlin)).toBe('2026-03-30');
  expect(at('2026-03-30T05:00:00Z', 'America/New_York')).toBe('2026-03-23');
  expect(at('2026-04-05T23:00:00Z', 'UTC')).toBe('2026-03-30');
  expect(weekBefore('2026-03-30')).toEqual({ from: '2026-03-23', to: '2026-03-29' });
});
