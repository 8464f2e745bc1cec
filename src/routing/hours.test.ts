import fc from 'fast-check';
import { afterOpenTime, businessHours, laterOpenings, openAt, openTime, type BusinessHours } from './hours';

const office: BusinessHours = {
  timeZone: 'Europe/Berlin',
  days: {
    mon: [
      ['09:00', '12:00'],
      ['13:00', '17:00'],
    ],
    tue: [['09:00', '17:00']],
    fri: [['09:00', '24:00']],
  },
};
const at = (iso: string, hours = office) => openAt(hours, new Date(iso));

describe('openAt', () => {
  it('is open from the first moment to before the last', () => {
    expect(at('2026-11-23T07:59:59.999Z')).toEqual({ open: false, opensAt: '2026-11-23T08:00:00.000Z' });
    expect(at('2026-11-23T08:00:00Z')).toEqual({ open: true });
    expect(at('2026-11-23T10:59:59.999Z')).toEqual({ open: true });
    expect(at('2026-11-23T11:00:00Z')).toEqual({ open: false, opensAt: '2026-11-23T12:00:00.000Z' });
  });

  it('finds the next opening on a later day, also across the weekend and in next week', () => {
    expect(at('2026-11-23T16:00:00Z').opensAt).toBe('2026-11-24T08:00:00.000Z');
    expect(at('2026-11-24T20:00:00Z').opensAt).toBe('2026-11-27T08:00:00.000Z');
    expect(at('2026-11-28T10:00:00Z').opensAt).toBe('2026-11-30T08:00:00.000Z');
    const mondays: BusinessHours = { timeZone: 'UTC', days: { mon: [['09:00', '10:00']] } };
    expect(at('2026-11-23T10:00:00Z', mondays).opensAt).toBe('2026-11-30T09:00:00.000Z');
  });

  it('ends at midnight when it says 24:00', () => {
    expect(at('2026-11-27T22:59:59Z')).toEqual({ open: true });
    expect(at('2026-11-27T23:00:00Z').open).toBe(false);
  });

  it('keeps clock times when the clocks change', () => {
    const sundays: BusinessHours = { timeZone: 'Europe/Berlin', days: { sun: [['09:00', '17:00']] } };
    expect(at('2026-03-28T12:00:00Z', sundays).opensAt).toBe('2026-03-29T07:00:00.000Z');
    expect(at('2026-10-24T12:00:00Z', sundays).opensAt).toBe('2026-10-25T08:00:00.000Z');
  });

  it('gives an hour that a day skips no length, and one that comes twice its first', () => {
    const nights = (from: string, to: string): BusinessHours => ({
      timeZone: 'Europe/Berlin',
      days: { sun: [[from, to]] },
    });
    expect(at('2026-03-29T00:30:00Z', nights('02:00', '05:00')).opensAt).toBe('2026-03-29T01:00:00.000Z');
    expect(at('2026-10-25T00:30:00Z', nights('02:00', '02:45')).open).toBe(true);
    expect(at('2026-10-25T01:30:00Z', nights('02:00', '02:45')).open).toBe(false);
    expect(at('2026-10-25T01:30:00Z', nights('02:00', '04:00')).open).toBe(true);
  });

  it('never opens when no day has hours', () => {
    expect(at('2026-11-23T08:00:00Z', { timeZone: 'UTC', days: {} })).toEqual({ open: false });
  });

  it('is open at every opening that it announces, and never announces the past', () => {
    const zone = fc.constantFrom(
      'Europe/Berlin',
      'America/New_York',
      'Asia/Kolkata',
      'Australia/Lord_Howe',
      'UTC',
    );
    const when = fc.date({ min: new Date('2024-01-01'), max: new Date('2028-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(zone, when, (timeZone, now) => {
        const { open, opensAt } = openAt({ ...office, timeZone }, now);
        if (open) return;
        expect(Date.parse(opensAt!)).toBeGreaterThan(now.getTime());
        expect(openAt({ ...office, timeZone }, new Date(opensAt!))).toEqual({ open: true });
        expect(openAt({ ...office, timeZone }, new Date(Date.parse(opensAt!) - 1)).open).toBe(false);
      }),
    );
  });
});

describe('businessHours', () => {
  it.each([
    ['an unknown time zone', { timeZone: 'Mars/Base', days: {} }],
    ['an empty time zone', { timeZone: '', days: {} }],
    ['an unknown day', { timeZone: 'UTC', days: { someday: [] } }],
    ['an hour that does not exist', { timeZone: 'UTC', days: { mon: [['09:00', '25:00']] } }],
    ['an end before its start', { timeZone: 'UTC', days: { mon: [['17:00', '09:00']] } }],
    ['no length', { timeZone: 'UTC', days: { mon: [['09:00', '09:00']] } }],
    ['a missing end', { timeZone: 'UTC', days: { mon: [['09:00']] } }],
    ['nothing', null],
  ])('refuses %s', (_, value) => {
    expect(businessHours.safeParse(value).success).toBe(false);
  });

  it('takes what the settings page writes', () => {
    expect(businessHours.parse(office)).toEqual(office);
  });
});

describe('laterOpenings', () => {
  const later = (iso: string, hours = office) => laterOpenings(hours, new Date(iso));

  it('is the first opening of another day, and of next week', () => {
    expect(later('2026-11-23T10:00:00Z')).toEqual({
      tomorrow: '2026-11-24T08:00:00.000Z',
      monday: '2026-11-30T08:00:00.000Z',
    });
    // Late on Sunday in Berlin, tomorrow is Monday; on a Tuesday the next open day is Friday.
    expect(later('2026-11-29T22:30:00Z').tomorrow).toBe('2026-11-30T08:00:00.000Z');
    expect(later('2026-11-24T10:00:00Z').tomorrow).toBe('2026-11-27T08:00:00.000Z');
    expect(later('2026-11-23T10:00:00Z', { timeZone: 'UTC', days: {} })).toEqual({});
  });
});

describe('holidays', () => {
  const closed: BusinessHours = {
    ...office,
    holidays: [
      { date: '2026-11-24', name: 'Move to the new office' },
      { date: '1999-11-27', name: 'Founders’ day', everyYear: true },
    ],
  };

  it('are closed, once or each year, and the next opening is after them', () => {
    expect(at('2026-11-24T10:00:00Z', closed)).toEqual({ open: false, opensAt: '2026-11-30T08:00:00.000Z' });
    expect(at('2026-11-27T10:00:00Z', closed).open).toBe(false);
    expect(at('2027-11-26T10:00:00Z', closed).open).toBe(true);
    expect(at('2025-11-25T10:00:00Z', closed).open).toBe(true);
    expect(laterOpenings(closed, new Date('2026-11-23T10:00:00Z'))).toEqual({
      tomorrow: '2026-11-30T08:00:00.000Z',
      monday: '2026-11-30T08:00:00.000Z',
    });
  });

  it('belong to the day of the time zone, not of UTC', () => {
    const tokyo: BusinessHours = {
      timeZone: 'Asia/Tokyo',
      days: { wed: [['00:00', '24:00']] },
      holidays: [{ date: '2026-11-25', name: 'x' }],
    };
    // Tuesday 15:00 UTC is Wednesday in Tokyo.
    expect(at('2026-11-24T16:00:00Z', tokyo).open).toBe(false);
    expect(at('2026-12-01T16:00:00Z', tokyo).open).toBe(true);
  });

  it('are refused as days that there are not', () => {
    const of = (date: string) =>
      businessHours.safeParse({ ...office, holidays: [{ date, name: 'x' }] }).success;
    expect([of('2026-02-30'), of('2026-2-3'), of('24.12.2026'), of('2028-02-29')]).toEqual([
      false,
      false,
      false,
      true,
    ]);
  });
});

describe('open time', () => {
  const ms = (iso: string) => Date.parse(iso);
  const hour = 3_600_000;
  const spent = (from: string, to: string, hours?: BusinessHours) => openTime(hours, ms(from), ms(to)) / hour;

  it('counts only when it is open, over the lunch, the night and the days without hours', () => {
    expect(spent('2026-11-23T10:00:00Z', '2026-11-23T13:00:00Z', office)).toBe(2);
    expect(spent('2026-11-23T15:00:00Z', '2026-11-27T09:00:00Z', office)).toBe(1 + 8 + 1);
    expect(spent('2026-11-23T10:00:00Z', '2026-11-23T13:00:00Z')).toBe(3);
    expect(spent('2026-11-23T13:00:00Z', '2026-11-23T10:00:00Z', office)).toBe(0);
  });

  it('counts an hour once that stands in two openings', () => {
    const days: BusinessHours['days'] = {
      mon: [
        ['10:00', '13:00'],
        ['09:00', '12:00'],
        ['11:00', '11:30'],
      ],
    };
    const twice: BusinessHours = { timeZone: 'UTC', days };
    expect(spent('2026-11-23T00:00:00Z', '2026-11-24T00:00:00Z', twice)).toBe(4);
    expect(afterOpenTime(twice, ms('2026-11-23T00:00:00Z'), 4 * hour)).toBe(ms('2026-11-23T13:00:00Z'));
  });

  it('is as long as the clocks make it on the days on which they change', () => {
    const always: BusinessHours = { timeZone: 'Europe/Berlin', days: { sun: [['00:00', '24:00']] } };
    expect(spent('2026-03-28T12:00:00Z', '2026-03-30T12:00:00Z', always)).toBe(23);
    expect(spent('2026-10-24T12:00:00Z', '2026-10-26T12:00:00Z', always)).toBe(25);
  });

  it('says when a time is over, the other way round', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 60 * 24 * 30 }),
        fc.integer({ min: 1, max: 60 * 40 }),
        (begin, minutes) => {
          const from = ms('2026-10-20T00:00:00Z') + begin * 60_000;
          const due = afterOpenTime(office, from, minutes * 60_000)!;
          expect(openTime(office, from, due)).toBe(minutes * 60_000);
          expect(openTime(office, from, due - 1)).toBe(minutes * 60_000 - 1);
        },
      ),
      { numRuns: 50 },
    );
    expect(afterOpenTime({ timeZone: 'UTC', days: {} }, 0, 1)).toBeUndefined();
    expect(afterOpenTime(undefined, 5, 7)).toBe(12);
  });
});
