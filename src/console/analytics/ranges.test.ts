import { bucketFor, changeOf, daysOf, lengthOf, pieceName, share } from './ranges';

describe('ranges', () => {
  it('are the last days, today included, over the end of a month', () => {
    const now = new Date(2026, 2, 3, 23, 59);
    expect(daysOf('today', now)).toEqual({ from: '2026-03-03', to: '2026-03-03' });
    expect(daysOf('7', now)).toEqual({ from: '2026-02-25', to: '2026-03-03' });
    expect(lengthOf(daysOf('90', now))).toBe(90);
  });

  it('are cut so that the pieces can be told apart', () => {
    const bucket = (from: string, to: string) => bucketFor({ from, to });
    expect(bucket('2026-03-03', '2026-03-03')).toBe('hour');
    expect(bucket('2026-03-03', '2026-03-09')).toBe('day');
    expect(bucket('2026-01-01', '2026-12-31')).toBe('week');
    expect(pieceName('2026-03-03T12:00:00Z', 'week', 'en-GB')).toBe('Week from 3 Mar 2026');
  });
});

describe('a change', () => {
  it('is told in percent, and whether it is a good one where one can say', () => {
    expect(changeOf(15, 10)).toEqual({ words: '+50 %' });
    expect(changeOf(15, 10, 'more')).toEqual({ words: '+50 %', good: true });
    expect(changeOf(15, 10, 'less')).toEqual({ words: '+50 %', good: false });
    expect(changeOf(5, 10, 'less')).toEqual({ words: '−50 %', good: true });
    expect(changeOf(1000, 1001, 'less')).toEqual({ words: 'About as before' });
    expect(changeOf(10, 10, 'less')).toEqual({ words: 'As before' });
  });

  it('is not told of what is not known, nor in percent of nothing', () => {
    expect(changeOf(null, 10)).toBeUndefined();
    expect(changeOf(10, null)).toBeUndefined();
    expect(changeOf(10, 0)).toBeUndefined();
  });
});

it('a share of nothing is none', () => {
  expect(share(1, 3)).toBe('33 %');
  expect(share(0, 0)).toBe('–');
});
