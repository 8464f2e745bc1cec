import { clock, dateOf, dayLine, duration, left, short, waited } from './time';

const now = new Date(2026, 10, 22, 12, 0, 0).getTime();
const ago = (ms: number) => new Date(now - ms).toISOString();
const minutes = (n: number) => n * 60_000;

describe('time words', () => {
  it('are short and relative for a day, then name the day', () => {
    expect(short(ago(20_000), now, 'en-GB')).toBe('now');
    expect(short(ago(-5_000), now, 'en-GB')).toBe('now');
    expect(short(ago(minutes(5)), now, 'en-GB')).toBe('5 min');
    expect(short(ago(minutes(200)), now, 'en-GB')).toBe('3 h');
    expect(short(ago(minutes(60 * 48)), now, 'en-GB')).toBe('Fri');
    expect(short(ago(minutes(60 * 24 * 30)), now, 'en-GB')).toBe('23 Oct');
    expect(short(ago(minutes(60 * 24 * 400)), now, 'en-GB')).toContain('2025');
  });

  it('count a wait to the second while that matters', () => {
    expect(waited(ago(42_000), now)).toBe('0:42');
    expect(waited(ago(minutes(12) + 5_000), now)).toBe('12:05');
    expect(waited(ago(minutes(200)), now)).toBe('3 h 20 min');
    expect(waited(ago(minutes(60 * 50)), now)).toBe('2 d');
    expect(waited(ago(-9_000), now)).toBe('0:00');
  });

  it('say how much time is left, never more than there is', () => {
    expect(left(ago(minutes(-200)), now)).toBe('3 h');
    expect(left(ago(minutes(-60)), now)).toBe('1 h');
    expect(left(ago(minutes(-59) + 5_000), now)).toBe('59 min');
    expect(left(ago(5_000), now)).toBe('1 min');
  });

  it('name a day of the calendar the same in every zone', () => {
    expect(dateOf('2027-01-21', 'en-GB')).toBe('21 January 2027');
  });

  it('name days as people do', () => {
    expect(dayLine(ago(minutes(5)), now)).toBe('Today');
    expect(dayLine(ago(minutes(60 * 20)), now)).toBe('Yesterday');
    expect(dayLine(ago(minutes(60 * 24 * 3)), now, 'en-GB')).toMatch(/^Thursday,? 19 November$/);
  });

  it('say durations and clocks', () => {
    expect(duration(0.3)).toBe('under 1 s');
    expect(duration(41)).toBe('41 s');
    expect(duration(185)).toBe('3 min');
    expect(duration(7500)).toBe('2 h 5 min');
    expect(clock(new Date(now).toISOString(), 'en-GB')).toBe('12:00');
  });
});
