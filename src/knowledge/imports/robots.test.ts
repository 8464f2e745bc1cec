import { parseRobots } from './robots';

describe('parseRobots', () => {
  it('takes the group of our name, else that of everybody', () => {
    const text =
      'User-agent: *\nDisallow: /\n\nUser-agent: other\nUser-agent: PARLEY\nDisallow: /private # not for us\n';
    const may = parseRobots(text);
    expect([may('/'), may('/private/x'), may('/help')]).toEqual([true, false, true]);
    expect(parseRobots('User-agent: *\nDisallow: /')('/help')).toBe(false);
    expect(parseRobots('User-agent: other\nDisallow: /')('/help')).toBe(true);
    expect(parseRobots('')('/help')).toBe(true);
    expect(parseRobots('User-agent: *\nDisallow:')('/help')).toBe(true);
  });

  it('lets the longest rule decide, allowing on a tie, with * and $', () => {
    const may = parseRobots(
      'User-agent: *\nDisallow: /a\nAllow: /a/b\nDisallow: /*.pdf$\nAllow: /same\nDisallow: /same\nDisallow: /x*y*z',
    );
    expect([may('/a/c'), may('/a/b/c'), may('/doc.pdf'), may('/doc.pdf?x'), may('/same')]).toEqual([
      false,
      true,
      false,
      true,
      true,
    ]);
    expect([may('/x1y2z3'), may('/x1z2y')]).toEqual([false, true]);
  });
});

it('keeps the rules of its own groups alone, each once, however many names and rules a file has', () => {
  const file = `${'user-agent: *\n'.repeat(17_000)}${'allow: /\n'.repeat(30_000)}disallow: /private\n`;
  const before = process.memoryUsage().heapUsed;
  const mayFetch = parseRobots(file);
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(200_000_000);
  expect([mayFetch('/'), mayFetch('/private')]).toEqual([true, false]);
});
