import { timeThere } from './there';

const at = (iso: string, zone: string, own = 'Europe/Berlin') =>
  timeThere(zone, Date.parse(iso), { locale: 'en-GB', own });

it.each([
  ['2026-07-01T12:05:00Z', 'Europe/Berlin', '14:05 there, as here'],
  ['2026-07-01T12:05:00Z', 'Europe/Helsinki', '15:05 there, 1 h ahead'],
  ['2026-07-01T12:05:00Z', 'Asia/Kolkata', '17:35 there, 3 h 30 min ahead'],
  ['2026-07-01T12:05:00Z', 'America/New_York', '08:05 there, 6 h behind'],
  ['2026-03-20T12:05:00Z', 'America/New_York', '08:05 there, 5 h behind'],
  ['2026-07-01T20:05:00Z', 'Asia/Tokyo', 'Thu, 05:05 there, 7 h ahead'],
])('at %s in %s it is %s', (iso, zone, words) => {
  expect(at(iso, zone)!.replace(/^(\w{3}) /, '$1, ')).toBe(words);
});

it('knows no time on Mars', () => {
  expect(at('2026-07-01T12:05:00Z', 'Mars/Base')).toBeUndefined();
});
