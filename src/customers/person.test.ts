import type { CustomerLink } from './link-store';
import { personFrom } from './person';

const link = (customerId: string, linkedCustomerId: string): CustomerLink => ({
  id: `${customerId}${linkedCustomerId}`,
  customerId,
  linkedCustomerId,
  evidence: 'agent',
  linkedBy: { kind: 'system', name: 'test' },
  linkedAt: '2026-01-01T00:00:00.000Z',
});
const seen = (from: string, links: CustomerLink[]) =>
  [...personFrom(from, links)].map(([id, by]) => [id, by?.id]);

it('finds everybody along a chain, and by which link', () => {
  const chain = [link('b', 'c'), link('a', 'b'), link('d', 'c')];
  expect(seen('a', chain)).toEqual([
    ['a', undefined],
    ['b', 'ab'],
    ['c', 'bc'],
    ['d', 'dc'],
  ]);
  expect(seen('c', chain).map(([id]) => id)).toEqual(['c', 'b', 'd', 'a']);
});

it('is one alone where nothing links', () => {
  expect(seen('a', [])).toEqual([['a', undefined]]);
  expect(seen('a', [link('b', 'c')])).toEqual([['a', undefined]]);
});
