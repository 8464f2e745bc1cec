import { comparable, fits, type Case } from './fits';

const one: Case = {
  labels: ['vip', 'refund'],
  channelType: 'web',
  said: () => Promise.resolve(comparable(['I want my MONEY back.', 'Rückerstattung'])),
};
const never: Case = { ...one, said: () => Promise.reject(new Error('nobody needs the words')) };

describe('a playbook fits', () => {
  it.each([
    [{ label: ['refund'] }, true],
    [{ label: ['other', 'vip'] }, true],
    [{ label: ['other'] }, false],
    [{ channelType: ['web' as const] }, true],
    [{ channelType: ['email' as const], label: ['refund'] }, false],
  ])('by label and channel, without looking at the words: %j', async (when, expected) => {
    expect(await fits(when, never)).toBe(expected);
  });

  it.each([
    [['money back'], true],
    [['rückerstattung'], true],
    [['mon'], false],
    [['a+b', 'back?'], false],
    [['refund', 'Money'], true],
    [['back. Rückerstattung', 'back.Rückerstattung'], false],
  ])('by whole words, whatever their case: %j', async (words, expected) => {
    expect(await fits({ words }, one)).toBe(expected);
  });

  it('only where everything that is given does', async () => {
    expect(await fits({ words: ['money'], label: ['refund'] }, one)).toBe(true);
    expect(await fits({ words: ['money'], label: ['other'] }, one)).toBe(false);
  });

  it('by what was said last, where more was said than is looked at', () => {
    const said = comparable(['first', ...Array<string>(200).fill('ﷺ'.repeat(10_000)), 'refund']);
    expect(said.startsWith('refund')).toBe(true);
    expect(said).not.toContain('first');
    expect(said.length).toBeLessThan(20_100);
  });

  it('nowhere by itself when nothing is given', async () => {
    expect(await fits({}, never)).toBe(false);
  });
});
