import { attributeList, type AttributeDeclaration } from '../protocol/customer-attributes';
import { faultsOf } from './attributes';

const declared: AttributeDeclaration[] = [
  { key: 'note', label: 'Note', type: 'text' },
  { key: 'seats', label: 'Seats', type: 'number' },
  { key: 'vip', label: 'VIP', type: 'boolean' },
  { key: 'renews', label: 'Renews', type: 'date' },
  { key: 'plan', label: 'Plan', type: 'choice', choices: ['free', 'pro'] },
];

test('values of the declared types are taken, and anything can be cleared', () => {
  const right = { note: 'Likes tea', seats: 2.5, vip: false, renews: '2028-02-29', plan: 'pro' };
  expect(faultsOf(right, declared)).toEqual([]);
  expect(faultsOf({ note: null, gone: null }, declared)).toEqual([]);
});

test('each value of another type is named, with what it must be', () => {
  const wrong = { note: ' ', seats: '2', vip: 'yes', renews: '2027-02-29', plan: 'gold', other: 1 };
  expect(faultsOf(wrong, declared)).toEqual([
    { path: 'attributes.note', message: 'must be a text, and not an empty one' },
    { path: 'attributes.seats', message: 'must be a number' },
    { path: 'attributes.vip', message: 'must be true or false' },
    { path: 'attributes.renews', message: 'must be a day that there is, such as 2026-11-27' },
    { path: 'attributes.plan', message: 'must be one of: free, pro' },
    { path: 'attributes.other', message: 'is no attribute: an admin declares it in the settings first' },
  ]);
});

test('keys and names are those of one, choices go with their type, and 50 are the most', () => {
  const issuesOf = (items: object[]) =>
    (attributeList.safeParse({ items }).error?.issues ?? []).map(({ path }) => path.join('.'));
  expect(issuesOf(declared)).toEqual([]);
  expect(issuesOf([...declared, { key: 'plan', label: 'VIP', type: 'text' }])).toEqual([
    'items.5.key',
    'items.5.label',
  ]);
  expect(issuesOf([{ key: 'email', label: 'Mail', type: 'text' }])).toEqual(['items.0.key']);
  expect(issuesOf([{ key: 'Plan', label: 'Plan', type: 'text' }])).toEqual(['items.0.key']);
  expect(issuesOf([{ key: 'plan', label: 'Plan', type: 'choice' }])).toEqual(['items.0.choices']);
  expect(issuesOf([{ key: 'plan', label: 'Plan', type: 'text', choices: ['a'] }])).toEqual([
    'items.0.choices',
  ]);
  const many = Array.from({ length: 51 }, (_, n) => ({ key: `a${n}`, label: `A ${n}`, type: 'text' }));
  expect(issuesOf(many)).toEqual(['items']);
});
